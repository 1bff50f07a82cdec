/** The window's first script, and a small one: the session starts while the rest of the window is still being read. */
import './startSession.ts'

void import('./main.ts')
