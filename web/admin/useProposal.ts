// A file's mapping as a person corrects it: each change is previewed anew shortly after the last keystroke. The old
// preview stays while the new one is made and while the mapping has faults; a superseded question is aborted.
import { computed, onScopeDispose, type Ref, ref, shallowRef } from 'vue'
import type {
  ImportFault,
  ImportKind,
  ImportProposal,
  ProposeBody,
  UploadCheck,
} from '#data/model/uploads.ts'
import { ApiError } from '../api/apiError.ts'
import { proposeImport, readCheck } from '../api/uploads.ts'

const PAUSE_MS = 350
/** A check that is done sooner has no progress to show. */
const POLL_MS = 500

export type Mapping = Readonly<Record<string, unknown>>
export type ProposalState = 'loading' | 'ready' | 'previewing' | 'failed' | 'stopped'

export function useProposal(upload: string) {
  const proposal = shallowRef<ImportProposal | null>(null)
  const mapping = shallowRef<Mapping>({})
  const repair = ref(false)
  const toleranceMeters = ref(30)
  const state: Ref<ProposalState> = ref('loading')
  const faults = shallowRef<readonly ImportFault[]>([])
  const error = shallowRef<ApiError | null>(null)
  const check = shallowRef<UploadCheck['check']>(null)
  let running: AbortController | null = null
  let last: { body: ProposeBody; isDraft: boolean } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(body: ProposeBody, isDraft: boolean): Promise<void> {
    running?.abort()
    const controller = new AbortController()
    running = controller
    state.value = proposal.value === null || isDraft ? 'loading' : 'previewing'
    last = { body, isDraft }
    void watchCheck(controller.signal)
    try {
      const answer = await proposeImport(upload, body, controller.signal)
      if (controller.signal.aborted) return
      proposal.value = answer
      faults.value = answer.faults
      if (isDraft) mapping.value = answer.mapping
      error.value = null
      state.value = 'ready'
    } catch (reason) {
      if (controller.signal.aborted) return
      const problem = reason instanceof ApiError ? reason : new ApiError(-1, String(reason), null, null)
      faults.value = problem.violations
      // A fault of the mapping leaves the form usable; a file that cannot be read does not.
      const isOfMapping = problem.status === 422 && proposal.value !== null && !isDraft
      error.value = isOfMapping ? null : problem
      state.value = isOfMapping ? 'ready' : 'failed'
    } finally {
      if (running === controller) running = null
      controller.abort()
    }
  }

  /** Asks how far the check is until the signal ends. */
  async function watchCheck(signal: AbortSignal): Promise<void> {
    check.value = null
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      if (signal.aborted) break
      check.value = (await readCheck(upload, signal).catch(() => null))?.check ?? null
    }
    if (running === null) check.value = null
  }

  const options = () => ({ repair: repair.value, toleranceMeters: toleranceMeters.value })
  const previewSoon = (): void => {
    clearTimeout(timer)
    state.value = 'previewing'
    timer = setTimeout(() => void ask({ mapping: mapping.value, ...options() }, false), PAUSE_MS)
  }
  onScopeDispose(() => {
    clearTimeout(timer)
    running?.abort()
  })

  return {
    proposal,
    mapping: computed(() => mapping.value),
    repair,
    toleranceMeters,
    state,
    faults,
    error,
    /** How far the check of a boundary file is; null: none runs, or it has not said. */
    check,
    /** Nobody waits for the preview any more: the server ends its check. */
    stop(): void {
      clearTimeout(timer)
      running?.abort()
      running = null
      state.value = 'stopped'
    },
    askAgain: () => last && ask(last.body, last.isDraft),
    /** Drafts a mapping; `kind` undefined: as the file looks. */
    draft: (kind?: ImportKind, zone?: string) => ask({ kind, zone, ...options() }, true),
    /** Starts from a mapping known already, on the columns of this file. */
    async start(known: Mapping): Promise<void> {
      await ask({ kind: known.kind as ImportKind, ...options() }, true)
      if (state.value === 'failed') return
      mapping.value = known
      await ask({ mapping: known, ...options() }, false)
    },
    change(next: Mapping): void {
      mapping.value = next
      previewSoon()
    },
    previewSoon,
  }
}
