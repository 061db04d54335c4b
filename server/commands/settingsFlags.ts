// The settings as flags of a command, from the one table in config.ts.
import type { Command } from 'commander'
import { readSettings, SETTINGS, type Settings } from '../config.ts'

export function addSettingsFlags(command: Command, keys: readonly (keyof Settings)[]): Command {
  for (const { key, flag, environment, fallback, what } of SETTINGS)
    if (keys.includes(key))
      command.option(`${flag} <value>`, `${what} (${environment}; default ${JSON.stringify(fallback)})`)
  return command
}

/** Flags of `command`, then environment, then jingwei.config.yaml in the working folder. */
export const settingsOf = (command: Command): Settings =>
  readSettings({ flags: command.opts(), environment: process.env, folder: process.cwd() })
