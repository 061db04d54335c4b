// What is wrong with a file or a mapping, where, and what to do. Printed without a stack.
export class IngestError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly cure?: string,
  ) {
    super(cure ? `${message}\n  → ${cure}` : message)
  }
}
