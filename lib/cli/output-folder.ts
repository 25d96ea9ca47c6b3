/** Folder of the manifests. */
export const OUTPUT_FOLDER = 'dist';
