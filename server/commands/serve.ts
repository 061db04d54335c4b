// jingwei serve: the server until it is told to stop.
import type { Command } from 'commander'
import { startDemoFeed } from '../demo/feed.ts'
import { makeDemo } from '../demo/makeDemo.ts'
import { createLogger } from '../logging/logger.ts'
import { type RunningServer, startServer } from '../main.ts'
import { controlJobs } from './jobs.ts'
import { openStore } from './openStore.ts'
import { createProgress } from './progress.ts'
import { addSettingsFlags, settingsOf } from './settingsFlags.ts'

export function registerServe(program: Command): void {
  const command = program
    .command('serve')
    .description('启动服务 serve the web and the API; makes the demo if the data folder is empty')
  addSettingsFlags(command, [
    'host',
    'port',
    'data',
    'demoSeed',
    'basePath',
    'frameAncestors',
    'basemap',
    'basemapAttribution',
    'auditHash',
    'signIn',
    'trustedProxies',
    'signInHeader',
    'idleMinutes',
    'sessionHours',
    'provider',
    'publicTables',
    'logLevel',
    'memoryLimit',
  ])
  command.action(async () => {
    const settings = settingsOf(command)
    const logger = createLogger(settings.logLevel)
    const server = await startServer({
      settings,
      logger,
      clock: Date.now,
      openStore: () => openStore(settings),
      fillEmpty: async (store, onProgress) => {
        const bar = createProgress()
        await makeDemo(store, {
          nowMs: Date.now(),
          seed: settings.demoSeed,
          onProgress: (next) => {
            onProgress(next)
            bar.update(next.progress, `${next.doing.zh} ${next.doing.en}`)
          },
        }).finally(() => bar.done())
      },
      startFeeds: async (store) =>
        (await startDemoFeed({ store, clock: Date.now, onError: (err) => logger.error({ err }) })) ??
        (async () => {}),
      onListening: (url) => process.stdout.write(`经纬 Jingwei: ${url}\n`),
      jobs: (store, lock, accounts) => controlJobs(store, settings, lock, accounts),
      onSetUpLink: (link) =>
        process.stdout.write(
          `尚无账号，请用此链接建立首个管理员（一次有效，24 小时）。\nNo account yet; make the first administrator here (once, within 24 hours):\n${link}\n`,
        ),
    })
    process.stdout.write(`就绪 Ready. Ctrl+C 停止 stops.\n`)
    stopOnSignal(server)
  })
}

/** The first signal lets answers finish and the database close; the second ends at once. */
function stopOnSignal(server: RunningServer): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(130)
    isStopping = true
    process.stderr.write('正在停止 Stopping …\n')
    void server.close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
