// Opens the data folder's store for a command.
import type { Settings } from '../config.ts'
import { openDuckDbStore } from '../store/duckdb/duckDbStore.ts'
import type { Store } from '../store/store.ts'

/** @throws StoreRefusal 'locked' when a server holds the folder. */
export const openStore = ({ data, memoryLimit }: Settings): Promise<Store> =>
  openDuckDbStore({ folder: data, memoryLimit })
