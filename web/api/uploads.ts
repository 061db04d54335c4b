// Imports from the browser: send a file, ask what it becomes, run it, watch it.
import type {
  ImportOrigin,
  ImportProposal,
  ImportTask,
  ProposeBody,
  RunBody,
  Upload,
  UploadCheck,
  UploadList,
} from '#data/model/uploads.ts'
import { deleteJson, getJson, postFile, postJson } from './client.ts'

const at = (upload: string): string => `imports/uploads/${encodeURIComponent(upload)}`
const job = (id: string): string => `imports/jobs/${encodeURIComponent(id)}`

export const readUploads = (signal?: AbortSignal): Promise<UploadList> =>
  getJson('imports/uploads', (contract) => contract.uploadListSchema, signal)

export const readUpload = (id: string, signal?: AbortSignal): Promise<Upload> =>
  getJson(at(id), (contract) => contract.uploadSchema, signal)

/** @param onProgress 0–1. */
export const sendFile = (
  file: File,
  onProgress: (progress: number) => void,
  signal: AbortSignal,
): Promise<Upload> =>
  postFile(`imports/uploads?name=${encodeURIComponent(file.name)}`, file, { onProgress, signal })

export const removeUpload = (id: string): Promise<Upload> =>
  deleteJson(at(id), (contract) => contract.uploadSchema)

export const proposeImport = (id: string, body: ProposeBody, signal?: AbortSignal): Promise<ImportProposal> =>
  postJson(`${at(id)}/propose`, body, (contract) => contract.proposalSchema, signal)

/** How far the check of a boundary file is. */
export const readCheck = (id: string, signal?: AbortSignal): Promise<UploadCheck> =>
  getJson(`${at(id)}/check`, (contract) => contract.uploadCheckSchema, signal)

export const runImport = (id: string, body: RunBody): Promise<ImportTask> =>
  postJson(`${at(id)}/run`, body, (contract) => contract.importTaskSchema)

export const readTask = (id: string, signal?: AbortSignal): Promise<ImportTask> =>
  getJson(job(id), (contract) => contract.importTaskSchema, signal)

export const cancelTask = (id: string): Promise<ImportTask> =>
  deleteJson(job(id), (contract) => contract.importTaskSchema)

export const readOrigin = (id: string, signal?: AbortSignal): Promise<ImportOrigin> =>
  getJson(`imports/${encodeURIComponent(id)}/origin`, (contract) => contract.importOriginSchema, signal)
