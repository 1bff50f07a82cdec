/** What went wrong, in words a member can act on: what happened, and what can be done. One row per code. */
const MESSAGES: Readonly<Record<string, string>> = {
  // writing
  'doc.reopening': 'This is being read anew, as some changes were not taken. Try again in a moment.',
  'role.read-only': 'Your role here is to read. Ask an organizer if you need to change this.',
  'undo.running': 'A large step is being taken back just now. Try again in a moment.',
  'schema.newer': 'A newer version of Kith wrote this. You can read it; update Kith to change it.',
  'title.empty': 'It needs a name. Type one, or press Escape to leave it as it was.',
  'title.too-long': 'That name is too long. Keep it below 500 characters.',
  'text.empty': 'There is nothing to save yet.',
  'text.too-long': 'That text is too long to keep in one place. Split it up.',
  'name.empty': 'Please type a name.',
  'name.too-long': 'That name is too long. Keep it below 100 characters.',
  'board.unknown': 'This board is no longer here.',
  'board.offline': 'A new board needs the relay, and it cannot be reached right now. Try again when you are connected.',
  'list.unknown': 'This list is no longer here. Somebody may have archived it.',
  'list.archived': 'That list is archived. Restore it first, or choose another.',
  'card.unknown': 'This card is no longer here.',
  'card.binned': 'This card is in the bin. Restore it to change it.',
  'calendar.none':
    'This community has no calendar yet. It is made as soon as an organizer opens Events while connected.',
  'event.unknown': 'This event is not there any more.',
  'event.binned': 'This event is in the bin. Restore it to change it.',
  'person.unknown': 'This person is not in the list any more.',
  'person.forgotten': 'This person was forgotten: nothing can be written about them any more.',
  'field.unknown': 'This field is not there any more.',
  'field.sealed':
    'Part of this is for stewards only, so it can be neither read nor written on this computer. Ask a steward, or leave that part out.',
  'field.too-wide': 'So many people may not read this: it stays with organizers and stewards.',
  'circle.unknown': 'This circle is not there any more.',
  'contact.invalid': 'One of the addresses is empty, too long, or no address.',
  'photo.invalid': 'This picture cannot be used. Choose a photo in JPEG, PNG or WebP.',
  'view.invalid': 'This view cannot be read any more.',
  'label.unknown': 'This label is no longer here.',
  'step.unknown': 'Somebody has removed this step meanwhile.',
  'group.unknown': 'Somebody has removed this group of steps meanwhile.',
  'link.unknown': 'This link is no longer here.',
  'template.unknown': 'This template is not part of this Kith. Update Kith, or choose another.',
  'anchor.unknown': 'The place has changed meanwhile. Try again.',
  'date.invalid': 'That is not a date. Use the form 2027-06-12.',
  'hue.invalid': 'That is not one of the seven colours. Choose another.',
  'member.invalid': 'This person is no longer in the community.',
  'link.unsafe': 'Only web and mail addresses can be linked.',
  'too-many': 'There is no room for more of these.',
  // times
  'when.invalid': 'That is not a day and time. Use the forms 2027-06-12 and 14:30.',
  'when.order': 'It would end before it starts. Change one of the two.',
  'when.too-long': 'That is longer than an event can be. Make it one that repeats, or several.',
  'when.zone': 'This computer does not know that time zone. Choose one from the list.',
  'rule.invalid': 'That repetition cannot be understood. Choose another.',
  'rule.too-often': 'It would repeat too often. Once a day is the most, and a thousand times.',
  'rule.never': 'No day fits that repetition, so it would never take place. Choose another.',
  'series.whole': 'How it repeats, how to get in and the link are the same for all times. Choose later ones, or all.',
  'occurrence.unknown': 'This date is no longer part of the series. Somebody may have changed it.',
  // event plans
  'item.unknown': 'This entry is no longer here.',
  'item.binned': 'This entry is in the bin. Restore it to change it.',
  'number.invalid': 'That number cannot be used here. Check it and try again.',
  'money.invalid': 'That is not an amount of money. Use the form 1,234.50 or 1.234,50.',
  'currency.unknown': 'This currency is not known. Use its three letters, such as EUR.',
  'choice.invalid': 'That is not one of the choices. Pick one from the list.',
  'answer.others': 'You can change your own answers here. Ask an organizer about those of others.',
  'guest.unknown': 'This guest is no longer on the list.',
  'claim.unknown': 'This person is not signed up for that shift any more.',
  'offer.unknown': 'This offer of a place is no longer open.',
  'checkin.unknown': 'This check-in is no longer here.',
  'checkin.already': 'This guest has been checked in already.',
  'plan.not-empty': 'This event has a plan already. Nothing was changed.',
  'pack.unknown': 'This checklist is not part of this Kith. Update Kith, or choose another.',
  'clash.unknown': 'Somebody has settled this meanwhile.',
  // importing
  'import.too-large': 'This file is larger than 20 MB. Export the board without its history, or split it.',
  'import.not-json':
    'This file could not be read: it is not JSON, or it was cut off. Export the board again. Nothing was changed.',
  'import.too-deep': 'This file is nested in a way no board is. Nothing was changed.',
  'import.not-a-board':
    'This is JSON, but not a Trello board. In Trello choose Menu, Print and export, Export as JSON. Nothing was changed.',
  'import.not-a-calendar':
    'This is not a calendar file. Export the calendar again as iCalendar (.ics). Nothing was changed.',
  'import.too-many': 'This file has more in it than Kith can take in. Nothing was changed.',
  'import.too-often':
    'Something in this file repeats every second, or millions of times. That is no calendar. Nothing was changed.',
  // files of one's own, and the desktop
  'file.full': 'The disk is full. Make room, then save again. Nothing was changed.',
  'file.denied':
    'This place cannot be written to, or the file not be read. Choose another place or ask whoever set it up.',
  'file.gone': 'This file is not there any more.',
  'file.failed': 'The file could not be read or written. Try another place.',
  'file.too-large': 'This file is larger than Kith can take in.',
  'file.busy': 'Another question about files is still open. Answer that first.',
  'file.print-failed': 'The paper could not be made. Try again.',
  'notice.unavailable': 'This system offers no notifications.',
  'notice.too-many': 'Many notifications in a short time; the rest is in the calendar.',
  // joining and inviting
  'link.form': 'This is not a whole invitation. Copy it again from beginning to end.',
  'link.damaged':
    'This is not a whole invitation: a piece is missing or mistyped. Copy it again from beginning to end.',
  'link.version': 'This invitation was made by a newer Kith. Update Kith, then open it again.',
  'link.relay': 'This invitation names a relay that cannot be used.',
  'join.already':
    'This community is on this computer already. If you were removed from it, delete it here first, under Settings.',
  'join.used': 'This invitation is used up. Ask for a new one.',
  'join.withdrawn': 'This invitation was withdrawn. Ask whoever sent it to you.',
  'join.expired': 'The time of this invitation is over. Ask for a new one.',
  'join.gone': 'The relay does not know this invitation, or not any more. Ask for a new one.',
  'join.unreachable': 'The relay of this community cannot be reached. Check your connection and try again.',
  'join.version': 'The relay needs a newer version of Kith. Update Kith and try again.',
  'join.fork': 'The relay shows another history than the person who invited you has. Ask them before you go on.',
  'invite.no-relay': 'An invitation needs a relay. Choose one first.',
  'invite.offline': 'An invitation can be made when the relay can be reached. Try again when you are connected.',
  'invite.moot': 'Your role does not allow this invitation.',
  'invite.too-many': 'Too many invitations of this kind are open. Withdraw one first.',
  'invite.gate':
    'Links for your own devices can be made here once the keys of this community have changed. A steward can see to it.',
  'invite.quota': 'The relay has no room for more invitations. Withdraw some first.',
  'invite.rate': 'Many links were made just now. Try again in a minute.',
  'invite.busy': 'The keys of the community are changing. Try again in a moment.',
  'invite.stopped': 'The connection to the relay has ended. Try again when it is back.',
  // what is decided for the whole community
  'circle.offline':
    'Keys are handed out through the relay, and it cannot be reached right now. Try again when you are connected.',
  'circle.private': 'Only stewards know of this circle, so it can have no boards or events of its own.',
  'circle.full': 'No more than 112 circles of a community can have boards and events of their own.',
  'control.role': 'Your role does not allow this, or theirs has changed meanwhile.',
  'control.last':
    'The community would be left without a steward’s computer, and its keys could never be changed again. Make somebody else a steward first.',
  'control.nokey': 'This computer does not have the newest key yet. Wait until it has caught up, and try again.',
  'control.stopped': 'The relay cannot be reached, or does not take it. Nothing was changed; try again when it can.',
  'control.quota': 'The community’s place at the relay is full. Tell whoever runs the relay.',
  'control.rate': 'Too many decisions in a short time for the relay. Wait a minute and try again.',
  // relay
  'relay.address': 'Use an address that begins with wss:// (or ws://127.0.0.1 for a relay on this computer).',
  'publish.unreachable': 'This relay cannot be reached. Check the address and that it is running. Nothing was changed.',
  'publish.token': 'This relay asks for an access code, or the code is wrong. Ask whoever runs it.',
  'publish.exists': 'This relay already holds another history of this community. Nothing was changed.',
  'publish.full': 'This relay has no room for this community. Nothing was changed here.',
  'publish.version': 'This relay needs another version of Kith.',
  'publish.role': 'Only a steward can bring a community back. Ask one of them.',
  'publish.incomplete':
    'This computer began with a summary of the history and cannot bring all of it back. A steward’s older computer can.',
  'publish.busy': 'The move was interrupted. Nothing is lost: try again.',
  // the lock
  'lock.wrong': 'That is not the passphrase. Look at capitals and the keyboard’s language, and try again.',
  'lock.short': 'That is too short: take at least ten letters.',
  'lock.failed': 'The passphrase could not be set. Everything is as it was; try again.',
  // this computer
  'secrets.unreadable':
    'The key of this profile cannot be opened by the system’s keychain. Unlock the keychain and start Kith again; nothing was replaced.',
  'secrets.wrong-key': 'The data of this profile was sealed with another key. Restore the profile folder as a whole.',
  'storage.full': 'The disk is full. Make room: your last changes are not saved yet.',
  'storage.blocked': 'Kith is open elsewhere with another version. Close it and start again.',
  'storage.failed':
    'This computer could not save. Check the disk, then restart Kith: your last changes may be missing.',
  'storage.damaged': 'Something in this profile was damaged. Restore the profile folder from a backup.',
}

/** @param code of an error @returns a sentence or two for the person in front of the screen */
export function words(code: string): string {
  return MESSAGES[code] ?? `Something went wrong (${code}). Nothing else was changed.`
}
