/**
 * What the bench uses of PouchDB 9. Its published types declare a global Buffer of their own, which does not go
 * together with Node's.
 */
declare module 'pouchdb-core' {
  interface Stored {
    readonly _id: string;
    readonly _rev: string;
    readonly _conflicts?: readonly string[];
  }
  export type NewDocument<T> = T & { readonly _id: string; readonly _rev?: string; readonly _deleted?: true };
  type Row<T> =
    | { readonly id: string; readonly value: { readonly rev: string }; readonly doc?: T & Stored }
    | { readonly error: 'not_found' };
  export interface Database<T> {
    allDocs(options?: {
      readonly include_docs?: boolean;
      readonly conflicts?: boolean;
    }): Promise<{ readonly rows: readonly Row<T>[] }>;
    get(id: string, options: { readonly rev: string }): Promise<T & Stored>;
    bulkDocs(documents: readonly NewDocument<T>[]): Promise<unknown>;
    readonly replicate: { from(other: Database<T>): Promise<unknown> };
    destroy(): Promise<unknown>;
  }
  interface Constructor {
    new <T>(name: string, options: { readonly adapter: 'memory' }): Database<T>;
    plugin(plugin: object): Constructor;
  }
  const PouchDB: Constructor;
  export default PouchDB;
}
declare module 'pouchdb-adapter-memory' {
  const plugin: object;
  export default plugin;
}
declare module 'pouchdb-replication' {
  const plugin: object;
  export default plugin;
}
