import '#renderer/ui/style.ts'
import { mount } from 'svelte'
import { Theme } from '#renderer/ui/theme.svelte.ts'
import Gallery from './Gallery.svelte'

/** Every part and every state on one page, for looking and for tests. It is not in the packages. */
mount(Gallery, { target: document.getElementById('app') ?? document.body, props: { theme: new Theme() } })
