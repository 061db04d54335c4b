// Loads a page of ours anew: nothing that another account saw stays in memory.
/** @param path below the application's root, without a slash in front */
export const leaveTo = (path: string): void => {
  location.assign(new URL(path, document.baseURI))
}
