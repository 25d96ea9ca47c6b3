/** Where the manifests go. */
export const OUTPUT_FOLDER = 'dist';
