// Public tables.
import type { Publication, PublicationList } from '#data/model/publication.ts'
import { getJson, postJson } from './client.ts'

const contract = () => import('#data/model/publication.ts')

export const readPublications = (signal?: AbortSignal): Promise<PublicationList> =>
  getJson('publications', async () => (await contract()).publicationListSchema, signal)

export const readPublication = (month: string, signal?: AbortSignal): Promise<Publication> =>
  getJson(
    `publications/${encodeURIComponent(month)}`,
    async () => (await contract()).publicationSchema,
    signal,
  )

/** As it would be published; nothing is kept. */
export const previewPublication = (month: string, level: string): Promise<Publication> =>
  postJson('publications/preview', { month, level }, async () => (await contract()).publicationSchema)

/** For good: the server refuses a second one. */
export const publishMonth = (month: string, level: string): Promise<Publication> =>
  postJson('publications', { month, level }, async () => (await contract()).publicationSchema)
