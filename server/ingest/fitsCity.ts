// What boundaries must share with those there are. A deployment has one list of levels and one zone: units, handling levels
// and local days of every version are read by them, so other ones would change what was told before.
import type { UnitMapping } from '#data/ingest/mapping.ts'
import type { Store } from '../store/store.ts'
import { IngestError } from './ingestError.ts'

/** @throws IngestError where levels or zone are not those of the versions there are. */
export async function requireSameCity(store: Store, { city, levels }: UnitMapping): Promise<void> {
  const [known, versions] = await Promise.all([store.readCity(), store.listVersions()])
  if (known === null || versions.length === 0) return
  const keys = (of: UnitMapping['levels']): string => of.map(({ key }) => key).join(', ')
  if (keys(levels) !== keys(known.levels))
    throw new IngestError(
      'levels-differ',
      `levels: the boundaries there are have ${keys(known.levels)}, these ${keys(levels)}`,
      '写同样的层级；另一套层级请用新的数据目录 (other levels need a data folder of their own)',
    )
  if (city.zone !== known.zone)
    throw new IngestError(
      'zone-differs',
      `city.zone: the city is in ${known.zone}, these boundaries in ${city.zone}`,
      '写同样的时区；另一个时区请用新的数据目录 (another zone needs a data folder of its own)',
    )
}

/** @throws IngestError where they would not hold after the newest ones. */
export async function requireLaterDate(store: Store, { effectiveFrom }: UnitMapping): Promise<void> {
  const newest = (await store.listVersions()).at(-1)
  if (!newest || newest.effectiveFrom < effectiveFrom) return
  throw new IngestError(
    'date-not-rising',
    `version ${newest.id} holds from ${newest.effectiveFrom}; the next must be later than that, not ${effectiveFrom}`,
    '生效日期写得比上一版晚 (write a later effectiveFrom)',
  )
}
