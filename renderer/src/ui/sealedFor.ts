/** For whom alone something is: organizers, or a circle and them. @param names what circles are called */
export const sealedFor = <Circle extends string>(
  access: 'private' | Circle,
  names: { circleName(circle: Circle): string },
): string => (access === 'private' ? 'Organizers only' : `${names.circleName(access as Circle)} and organizers`)
