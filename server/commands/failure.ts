// What a person can mend: printed as it is, without a stack, exit code 1.

import { AccountRefusal } from '../accounts/refusal.ts'
import { SettingsError } from '../config.ts'
import { ControlError } from '../control.ts'
import { IngestError } from '../ingest/ingestError.ts'
import { StartError } from '../main.ts'
import { StoreRefusal } from '../store/store.ts'

/** A command's own failure: says what, where and what to do. */
export class CommandFailure extends Error {}

export const isExpected = (error: unknown): error is Error =>
  [CommandFailure, AccountRefusal, IngestError, SettingsError, ControlError, StartError, StoreRefusal].some(
    (kind) => error instanceof kind,
  )
