import { join } from 'node:path';
import ts from 'typescript';
import {
  closedObject,
  definitionRef,
  type JsonSchema,
  KUBERNETES_FILE,
  OBJECT_META,
  PRESERVED,
  resourceSchema,
  type SchemaFile,
} from './json-schema.js';

/** One kind that a package of the kubernetes-models family declares. */
export interface DeclaredKind {
  /** Folder of the package below the modules folder. */
  readonly package: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const IGNORED = ts.TypeFlags.Undefined | ts.TypeFlags.Null;

/** Turns the declarations of kubernetes-models packages into schemas that refuse unknown fields. */
export class TypedModels {
  readonly #modules: string;
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;

  constructor(modules: string, kinds: readonly DeclaredKind[]) {
    this.#modules = modules;
    this.#program = ts.createProgram(
      kinds.map((kind) => this.#file(kind)),
      {
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        noLib: true,
        strict: true,
        types: [],
      },
    );
    this.#checker = this.#program.getTypeChecker();
  }

  /** Schemas of these kinds, with the named interfaces that they use as definitions. */
  schemas(kinds: readonly DeclaredKind[]): SchemaFile {
    const file: SchemaFile = { kinds: {}, definitions: {} };
    for (const kind of kinds) {
      const source = this.#program.getSourceFile(this.#file(kind));
      const declaration = source?.statements.find(
        (node): node is ts.InterfaceDeclaration =>
          ts.isInterfaceDeclaration(node) && node.name.text === `I${kind.kind}`,
      );
      if (declaration === undefined) throw new Error(`${kind.package} declares no ${kind.version} ${kind.kind}`);
      const whole = this.#objectSchema(this.#checker.getTypeAtLocation(declaration), file.definitions);
      const apiVersion = `${kind.group}/${kind.version}`;
      file.kinds[`${apiVersion}/${kind.kind}`] = resourceSchema(
        apiVersion,
        kind.kind,
        Object.fromEntries(
          Object.entries(whole.properties ?? {}).filter(([name]) => !['apiVersion', 'kind', 'metadata'].includes(name)),
        ),
        whole.required ?? [],
      );
    }
    return file;
  }

  #file({ package: name, group, version, kind }: DeclaredKind): string {
    return join(this.#modules, name, group, version, `${kind}.d.ts`);
  }

  #schema(node: ts.TypeNode, definitions: Record<string, JsonSchema>): JsonSchema {
    if (ts.isParenthesizedTypeNode(node)) return this.#schema(node.type, definitions);
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: this.#schema(node.elementType, definitions) };
    if (ts.isUnionTypeNode(node)) return this.#unionSchema(node, definitions);
    if (ts.isIntersectionTypeNode(node)) return this.#intersectionSchema(node, definitions);
    if (ts.isTypeLiteralNode(node)) return this.#objectSchema(this.#checker.getTypeAtLocation(node), definitions);
    if (ts.isTypeReferenceNode(node)) return this.#referenceSchema(node, definitions);
    return this.#plainSchema(this.#checker.getTypeAtLocation(node));
  }

  #plainSchema(type: ts.Type): JsonSchema {
    if (type.flags & ts.TypeFlags.StringLiteral)
      return { type: 'string', enum: [(type as ts.StringLiteralType).value] };
    if (type.flags & ts.TypeFlags.NumberLiteral)
      return { type: 'integer', enum: [(type as ts.NumberLiteralType).value] };
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (type.flags & ts.TypeFlags.NonPrimitive) return { ...PRESERVED };
    return {};
  }

  #unionSchema(node: ts.UnionTypeNode, definitions: Record<string, JsonSchema>): JsonSchema {
    const members = node.types
      .filter((member) => !(this.#checker.getTypeAtLocation(member).flags & IGNORED))
      .map((member) => this.#schema(member, definitions));
    const [first] = members;
    if (first !== undefined && members.length === 1) return first;
    if (members.every((member) => member.enum !== undefined && member.type === first?.type))
      return { ...first, enum: members.flatMap((member) => member.enum ?? []) };
    if (
      members.every(({ type, properties }) => typeof type === 'string' && type !== 'object' && properties === undefined)
    )
      return { type: [...new Set(members.flatMap(({ type }) => type ?? []))].sort() };
    return { anyOf: members };
  }

  /** Alternatives of an intersection only narrow its literal members, so only these matter here. */
  #intersectionSchema(node: ts.IntersectionTypeNode, definitions: Record<string, JsonSchema>): JsonSchema {
    const merged: JsonSchema = { type: 'object', additionalProperties: false };
    for (let member of node.types) {
      while (ts.isParenthesizedTypeNode(member)) member = member.type;
      if (!ts.isTypeLiteralNode(member) && !ts.isIntersectionTypeNode(member)) continue;
      const { properties, required } = this.#schema(member, definitions);
      merged.properties = { ...properties, ...merged.properties };
      merged.required = [...new Set([...(merged.required ?? []), ...(required ?? [])])];
    }
    if (merged.required?.length === 0) delete merged.required;
    return merged;
  }

  #referenceSchema(node: ts.TypeReferenceNode, definitions: Record<string, JsonSchema>): JsonSchema {
    const name = node.typeName.getText();
    const [argument] = node.typeArguments ?? [];
    if (name === 'Array' && argument !== undefined)
      return { type: 'array', items: this.#schema(argument, definitions) };
    let symbol = this.#checker.getSymbolAtLocation(node.typeName);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) symbol = this.#checker.getAliasedSymbol(symbol);
    const declaration = symbol?.declarations?.find(
      (candidate) => ts.isTypeAliasDeclaration(candidate) || ts.isInterfaceDeclaration(candidate),
    );
    if (declaration === undefined) throw new Error(`${node.getSourceFile().fileName}: cannot resolve the type ${name}`);
    const file = declaration.getSourceFile().fileName;
    if (/apimachinery\/.*\/ObjectMeta\.d\.ts$/.test(file)) return definitionRef(OBJECT_META, KUBERNETES_FILE);
    if (/apimachinery\/.*\/IntOrString\.d\.ts$/.test(file))
      return { type: ['integer', 'string'], format: 'int-or-string' };
    if (/apimachinery\/.*\/Quantity\.d\.ts$/.test(file)) return { type: ['number', 'string'], format: 'quantity' };
    if (ts.isTypeAliasDeclaration(declaration)) return this.#schema(declaration.type, definitions);
    const id = definitionName(file, declaration.name.getText());
    if (definitions[id] === undefined) {
      definitions[id] = {};
      definitions[id] = this.#objectSchema(this.#checker.getTypeAtLocation(declaration), definitions);
    }
    return definitionRef(id);
  }

  #objectSchema(type: ts.Type, definitions: Record<string, JsonSchema>): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const declaration = property.declarations?.find(ts.isPropertySignature);
      if (declaration?.type === undefined) continue;
      properties[property.name] = this.#schema(declaration.type, definitions);
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const index = this.#checker.getIndexInfosOfType(type)[0];
    if (index === undefined && Object.keys(properties).length > 0) return closedObject(properties, required);
    const value = index?.declaration?.type;
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: value === undefined ? true : this.#schema(value, definitions),
    };
  }
}

/** `<api version folder>.<interface>` if the file is in one, otherwise only the interface. */
function definitionName(file: string, name: string): string {
  const bare = name.replace(/^I(?=[A-Z])/, '');
  const version = /\/(v\d\w*)\/[^/]+\.d\.ts$/.exec(file)?.[1];
  return version === undefined ? bare : `${version}.${bare}`;
}
