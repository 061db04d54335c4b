// The command line. Each command registers itself; a new one is one line below.
import { Command } from 'commander'
import { registerAccount } from './commands/account.ts'
import { registerAudit } from './commands/audit.ts'
import { registerDemo } from './commands/demo.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerExport } from './commands/export.ts'
import { isExpected } from './commands/failure.ts'
import { registerImport } from './commands/import.ts'
import { registerServe } from './commands/serve.ts'

const COMMANDS: readonly ((program: Command) => void)[] = [
  registerServe,
  registerDemo,
  registerImport,
  registerExport,
  registerAudit,
  registerAccount,
  registerDoctor,
]

/** Runs one command line, without the interpreter and script names. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('jingwei')
    .description('经纬：网格化治理态势图 situational map of grid governance')
    .showHelpAfterError('(jingwei --help)')
  for (const register of COMMANDS) register(program)
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!isExpected(error)) throw error
    process.stderr.write(`jingwei: ${error.message}\n`)
    process.exitCode = 1
  }
}
