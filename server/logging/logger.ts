// Structured logs (pino, JSON lines). Off the terminal by default when a person watches: see serve.
import { type Logger, pino } from 'pino'

export type { Logger }

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** Logs to standard error, so that standard output stays for what a person reads. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}
