import type { Component } from 'svelte'
import Access from './parts/Access.svelte'
import Authors from './parts/Authors.svelte'
import Buttons from './parts/Buttons.svelte'
import Dialogs from './parts/Dialogs.svelte'
import EventLists from './parts/EventLists.svelte'
import Faces from './parts/Faces.svelte'
import Fields from './parts/Fields.svelte'
import ImportViews from './parts/ImportViews.svelte'
import Kit from './parts/Kit.svelte'
import Locked from './parts/Locked.svelte'
import LookingAfter from './parts/LookingAfter.svelte'
import MemberSheets from './parts/MemberSheets.svelte'
import Menus from './parts/Menus.svelte'
import Messages from './parts/Messages.svelte'
import Naming from './parts/Naming.svelte'
import Paper from './parts/Paper.svelte'
import PeopleDialogs from './parts/PeopleDialogs.svelte'
import PeopleParts from './parts/PeopleParts.svelte'
import SetAsideList from './parts/SetAsideList.svelte'
import Switches from './parts/Switches.svelte'
import Waiting from './parts/Waiting.svelte'
import { type EventSet, emptyEvent, fullEvent, readOnlyEvent } from './sceneEvents.ts'
import { SCENES, type Scene } from './scenes.ts'

/** One entry of the gallery: parts of the interface, or a whole board or event in one state. */
export type Section =
  | { readonly id: string; readonly title: string; readonly parts: Component }
  | { readonly id: string; readonly title: string; readonly scene: Scene }
  | { readonly id: string; readonly title: string; readonly event: () => Promise<EventSet> }

export const SECTIONS: readonly Section[] = [
  { id: 'buttons', title: 'Button, IconButton', parts: Buttons },
  { id: 'faces', title: 'Avatar, Tag', parts: Faces },
  { id: 'fields', title: 'Field, Choice', parts: Fields },
  { id: 'switches', title: 'Tabs, InlineText', parts: Switches },
  { id: 'menu', title: 'Menu', parts: Menus },
  { id: 'dialog', title: 'Dialog', parts: Dialogs },
  { id: 'messages', title: 'Toaster, Banner', parts: Messages },
  { id: 'waiting', title: 'Progress, Skeleton, EmptyState', parts: Waiting },
  { id: 'people', title: 'People', parts: PeopleParts },
  { id: 'people-care', title: 'People: looking after', parts: LookingAfter },
  { id: 'people-dialogs', title: 'People: what is asked', parts: PeopleDialogs },
  { id: 'people-import', title: 'People: import', parts: ImportViews },
  { id: 'naming', title: 'Naming people; what names one', parts: Naming },
  { id: 'member-sheet', title: 'Member: open', parts: MemberSheets },
  { id: 'kit', title: 'Recovery kit', parts: Kit },
  { id: 'paper', title: 'Paper', parts: Paper },
  { id: 'set-aside', title: 'Changes not taken', parts: SetAsideList },
  { id: 'locked', title: 'Locked', parts: Locked },
  { id: 'board-access', title: 'Board: who may change it', parts: Access },
  { id: 'board-authors', title: 'Board: who wrote what', parts: Authors },
  { id: 'events', title: 'Events: lists, now and next', parts: EventLists },
  { id: 'event-full', title: 'Event: full, recurring, changed apart', event: fullEvent },
  { id: 'event-empty', title: 'Event: empty', event: emptyEvent },
  { id: 'event-read-only', title: 'Event: cancelled, long, right to left, read-only', event: readOnlyEvent },
  ...SCENES.map((scene) => ({ id: scene.id, title: scene.title, scene })),
]
