/** At which door this computer is; '' until somebody says so. In memory only: it is asked once after each start. */
class Door {
  name = $state('')
}

export const thisDoor = new Door()
