// Fonts travel with the app: nothing is fetched, and every computer shows the same letters.
import '@fontsource-variable/inter'
import '@fontsource-variable/newsreader'
import './base.css'
