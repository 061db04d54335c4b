// The network address of whoever asks, as the socket knows it.
import type { Context } from 'hono'

/** '' where there is no socket. */
export function peerAddress(context: Context): string {
  const env = context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress ?? ''
}
