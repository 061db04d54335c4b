#!/usr/bin/env node
// Starts the command line; builds first when dist/ is missing or older than the sources.
import { ensureBuilt } from '../scripts/ensureBuilt.mjs'

await ensureBuilt()
const { main } = await import('../dist/server/cli.js')
await main(process.argv.slice(2))
