import type { Page, Worker } from '@playwright/test'
import { expect, test } from '../fixtures/member.ts'

const ORIGIN = 'app://kith'

test('the window is sandboxed, isolated and lives on its own origin', async ({ launch }) => {
  const { app, page } = await launch()
  expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual([ORIGIN, true])
  const page_globals = await page.evaluate(() => [typeof globalThis.process, 'require' in globalThis])
  expect(page_globals).toEqual(['undefined', false])
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  })
})

test('the bridge shows exactly the agreed calls', async ({ launch }) => {
  const { page } = await launch()
  const names = await page.evaluate(() =>
    Object.keys((globalThis as unknown as Record<string, object>).kithBridge ?? {}),
  )
  expect(names.sort()).toEqual([
    'allowRelay',
    'copyText',
    'info',
    'localKey',
    'notify',
    'onBeforeClose',
    'onDeepLink',
    'onMenu',
    'onNotificationClick',
    'onOpenedFile',
    'openExternal',
    'openFile',
    'printPdf',
    'saveFile',
    'setLock',
    'takeDeepLink',
    'takeOpenedFile',
  ])
})

test('the page cannot navigate, open windows, load frames or connect anywhere', async ({ launch, relay }) => {
  const { app, page } = await launch()
  await page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull()
  expect(app.windows()).toHaveLength(1)
  expect(page.url()).toContain(ORIGIN)
  const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'")
  expect(policy).not.toContain('unsafe-inline')
  const refused = await page.evaluate(
    (url) =>
      new Promise<string>((done) => {
        addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true })
        try {
          new WebSocket(url).onopen = () => done('connected')
        } catch {}
      }),
    relay.url,
  )
  expect(refused).toBe('connect-src')
})

test('inline scripts, foreign scripts and foreign images do not load', async ({ launch }) => {
  const { page } = await launch()
  const refused = await page.evaluate(async () => {
    const seen = new Set<string>()
    const done = new Promise<void>((resolve) => {
      addEventListener('securitypolicyviolation', (event) => {
        seen.add(`${event.effectiveDirective} ${event.blockedURI}`)
        if (seen.size === 3) resolve()
      })
    })
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.injected = true'
    const foreign = document.createElement('script')
    foreign.src = 'https://example.com/x.js'
    const image = new Image()
    image.src = 'https://example.com/x.png'
    document.body.append(inline, foreign, image)
    await done
    return [...seen].sort()
  })
  expect(refused).toEqual([
    'img-src https://example.com/x.png',
    'script-src-elem https://example.com/x.js',
    'script-src-elem inline',
  ])
  expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false)
})

test('permissions are denied', async ({ launch }) => {
  const { page } = await launch()
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'camera', 'microphone', 'notifications', 'midi'] as PermissionName[]
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
  })
  expect(new Set(states)).toEqual(new Set(['denied']))
  const media = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      (error: Error) => error.name,
    ),
  )
  expect(media).not.toBe('granted')
})

test('calls with wrong arguments are refused', async ({ launch }) => {
  const { page } = await launch()
  const answers = await page.evaluate(async () => {
    const bridge = (globalThis as unknown as Record<string, Record<string, (value: unknown) => Promise<unknown>>>)
      .kithBridge
    const tries: [string, unknown][] = [
      ['allowRelay', 'http://example.com'],
      ['allowRelay', 'ws://example.com'],
      ['allowRelay', 'wss://user:secret@example.com'],
      ['allowRelay', 42],
      ['copyText', { a: 1 }],
      ['copyText', 'x'.repeat(70_000)],
      ['openExternal', 'file:///etc/passwd'],
      ['openExternal', 'javascript:alert(1)'],
      ['saveFile', '/etc/passwd'],
      ['saveFile', { name: 'a', kind: 'exe', bytes: new Uint8Array(1) }],
      ['saveFile', { name: 'a'.repeat(501), kind: 'ics', bytes: new Uint8Array(1) }],
      ['saveFile', { name: 'a', kind: 'ics', bytes: 'text' }],
      ['saveFile', { name: 'a', kind: 'ics', bytes: new Uint8Array(64 * 1024 * 1024 + 1) }],
      ['openFile', null],
      ['openFile', { kinds: [] }],
      ['openFile', { kinds: ['sh'] }],
      ['openFile', { path: '/etc/passwd' }],
      ['printPdf', {}],
      ['printPdf', { name: 'a', pageNumbers: '<script>1</script>' }],
      ['notify', 'words'],
      ['notify', { id: 'a b', title: 'a', body: 'b' }],
      ['notify', { id: 'a', title: 'a'.repeat(201), body: 'b' }],
      ['notify', { id: 'a', title: 'a', body: 'b\nc' }],
    ]
    return Promise.all(
      tries.map(([name, value]) =>
        bridge?.[name]?.(value).then(
          () => 'done',
          (error: Error) => error.message,
        ),
      ),
    )
  })
  for (const answer of answers) expect(answer).toMatch(/relay\.address|ipc\.arguments/)
})

test('files outside the renderer are not served', async ({ launch }) => {
  const { page } = await launch()
  const found = await page.evaluate(async () => {
    const paths = ['/../main/index.cjs', '/..%2fmain%2findex.cjs', '/%2e%2e/main/index.cjs', '/.built', '/nothing.js']
    return Promise.all(paths.map(async (path) => (await fetch(path)).status))
  })
  expect(found.every((status) => status === 404)).toBe(true)
})

test('a second start on the same profile ends itself and brings the first to the front', async ({
  launch,
  executable,
}) => {
  const first = await launch()
  const { spawn } = await import('node:child_process')
  const { root } = await import('../fixtures/member.ts')
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(executable, [root, ...flags, `--user-data-dir=${first.profile}`], { stdio: 'ignore' })
  await new Promise((done) => second.once('exit', done))
  expect(first.app.windows()).toHaveLength(1)
  expect(await first.page.evaluate(() => document.title)).toContain('Kith')
})

/** The worker in which the session runs. */
async function sessionWorker(page: Page): Promise<Worker> {
  const found = () => page.workers().find((worker) => worker.url().includes('/sessionWorker-'))
  await expect.poll(found).toBeDefined()
  return found() as Worker
}

test('the session, which holds the keys, can connect nowhere and runs no text as code', async ({ launch, relay }) => {
  const { page } = await launch()
  await page.evaluate(
    (url) =>
      (globalThis as unknown as { kithBridge: { allowRelay(url: string): Promise<void> } }).kithBridge.allowRelay(url),
    relay.url,
  )
  const worker = await sessionWorker(page)
  const policy = await page.evaluate(
    async (url) => (await fetch(url)).headers.get('content-security-policy'),
    worker.url(),
  )
  expect(policy).toContain("connect-src 'none'")
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
  const refused = await worker.evaluate(async (url) => {
    const seen: string[] = []
    addEventListener('securitypolicyviolation', (event) =>
      seen.push((event as SecurityPolicyViolationEvent).effectiveDirective),
    )
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'went through',
        () => 'refused',
      )
    const socket = new Promise((opened, failed) => {
      const line = new WebSocket(url)
      line.onopen = opened
      line.onerror = failed
    })
    // In a task of its own: what a debugger evaluates may use eval.
    const evaluated = new Promise((done, failed) => {
      setTimeout(() => {
        try {
          done(new Function('return 1')())
        } catch (error) {
          failed(error)
        }
      })
    })
    const outcomes = {
      socket: await outcome(socket),
      relay: await outcome(fetch(url.replace('ws', 'http'))),
      own: await outcome(fetch('/index.html')),
      elsewhere: await outcome(fetch('https://example.com/', { mode: 'no-cors' })),
      script: await outcome(import(`${url.replace('ws', 'http')}/x.js`)),
      evaluated: await outcome(evaluated),
    }
    return { outcomes, seen: [...new Set(seen)].sort() }
  }, relay.url)
  expect(new Set(Object.values(refused.outcomes))).toEqual(new Set(['refused']))
  expect(refused.seen).toContain('connect-src')
})

test('only the link worker may connect, and only to a relay that was chosen', async ({ launch, relay }) => {
  const { page } = await launch()
  const session = (await sessionWorker(page)).url()
  const tryToConnect = () =>
    page.evaluate(
      async ({ url, session }) => {
        const name = /linkWorker-[\w-]+\.js/.exec(await (await fetch(session)).text())?.[0]
        const worker = new Worker(`/assets/${name}`, { type: 'module' })
        return new Promise<string>((done) => {
          worker.onmessage = ({ data }: MessageEvent<object>) => done(Object.keys(data)[0] ?? '')
          worker.postMessage({ open: `${url}/${'0'.repeat(64)}`, gauge: null })
        })
      },
      { url: relay.url, session },
    )
  expect(await tryToConnect()).toBe('closed')
  await page.evaluate(
    (url) =>
      (globalThis as unknown as { kithBridge: { allowRelay(url: string): Promise<void> } }).kithBridge.allowRelay(url),
    relay.url,
  )
  expect(await tryToConnect()).toBe('opened')
})
