// The version an import works against: the last one published, in force already or scheduled.
import type { PublishedVersion, Store } from '../store/store.ts'
import { IngestError } from './ingestError.ts'

export async function newestVersion(store: Store): Promise<PublishedVersion | null> {
  const summary = (await store.listVersions()).at(-1)
  return summary ? store.readVersion(summary.id) : null
}

/** @throws IngestError where no units were imported yet. */
export async function requireVersion(store: Store): Promise<PublishedVersion> {
  const version = await newestVersion(store)
  if (!version)
    throw new IngestError(
      'no-units',
      'there are no units yet to place anything in',
      '先运行 jingwei import units',
    )
  return version
}
