// The audit's question as it stands in the page's address, and its pages as far as they were read.
import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { AuditEntry } from '#data/model/audit.ts'
import { addDays, startOfDayMs } from '#data/text/days.ts'
import { readAudit } from '../api/audit.ts'
import { useResource } from '../api/useResource.ts'

export const AUDIT_FIELDS = ['from', 'to', 'who', 'action', 'outcome'] as const
export type AuditField = (typeof AUDIT_FIELDS)[number]

/** `from` and `to` are local days, both included. */
export function useAudit(zone: () => string) {
  const route = useRoute()
  const router = useRouter()
  const value = (field: AuditField): string => {
    const given = route.query[field]
    return typeof given === 'string' ? given : ''
  }
  const asked = computed(() => Object.fromEntries(AUDIT_FIELDS.map((field) => [field, value(field)])))
  const set = (field: AuditField, text: string) =>
    router.replace({ query: { ...route.query, [field]: text.trim() === '' ? undefined : text.trim() } })
  const clear = () => router.replace({ query: {} })

  const query = computed(() => {
    const { from, to, ...rest } = asked.value
    const instants = { from: instantOf(from, 0, zone()), to: instantOf(to, 1, zone()) }
    const parts = Object.entries({ ...instants, ...rest }).filter(([, text]) => text !== '')
    return new URLSearchParams(parts)
  })

  const older = ref<AuditEntry[]>([])
  const next = ref<number | null>(null)
  const isReading = ref(false)
  const first = useResource(
    () => query.value.toString(),
    (_key, signal) => readAudit(query.value, signal),
  )
  watch(first.data, (page) => {
    older.value = []
    next.value = page?.next ?? null
  })

  async function readOlder(): Promise<void> {
    if (next.value === null || isReading.value) return
    isReading.value = true
    try {
      const of = query.value
      const page = await readAudit(new URLSearchParams([...of, ['before', String(next.value)]]))
      // Another question was asked in between.
      if (of !== query.value) return
      older.value = [...older.value, ...page.entries]
      next.value = page.next
    } catch {
      await first.refresh()
    } finally {
      isReading.value = false
    }
  }

  const entries = computed(() => [...(first.data.value?.entries ?? []), ...older.value])
  return { asked, set, clear, query, first, entries, next, isReading, readOlder }
}

/** Start of a local day, `plusDays` later; '' for none. */
function instantOf(day: string, plusDays: number, zone: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return ''
  return new Date(startOfDayMs(addDays(day, plusDays), zone)).toISOString()
}
