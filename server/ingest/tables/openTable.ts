// Opens a table of rows, whatever its format: told by what the file holds, by its name only where that is open.
import { readMagic } from './byteStream.ts'
import { openDelimitedText } from './delimitedText.ts'
import { detectEncoding } from './encoding.ts'
import type { TableSource } from './tableSource.ts'

/** Throws an IngestError where the file cannot be read as a table. */
export async function openTable(path: string): Promise<TableSource> {
  const { bytes } = await readMagic(path)
  const encoding = await detectEncoding(path)
  return openDelimitedText(path, encoding, bytes)
}
