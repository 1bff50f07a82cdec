import type { Bridge } from '#shared/ipc/contract.ts'

const listeners = new Set<(id: string) => void>()

/** A page shows notifications where the browser has been told that it may; it never asks by itself. */
export const noticesAllowed = (): boolean => 'Notification' in globalThis && Notification.permission === 'granted'

export const browserNotices: Pick<Bridge, 'notify' | 'onNotificationClick'> = {
  notify: async ({ id, title, body }) => {
    if (!noticesAllowed()) throw new Error('notice.unavailable')
    const notice = new Notification(title, { body, tag: id })
    notice.onclick = () => {
      window.focus()
      notice.close()
      for (const listener of listeners) listener(id)
    }
  },
  onNotificationClick: (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
