import { type CountryCode, getCountries, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** E.164 of a telephone number as people write it; '' where it cannot be told. @param country ISO 3166, for numbers without a code */
export function e164Of(value: string, country: string): string {
  if (value.length > 60 || !/\d{4}|\d.*\d.*\d.*\d/.test(value)) return ''
  const found = parsePhoneNumberFromString(value.replace(/^\s*00/, '+'), countryCode(country))
  // Some countries have longer numbers than E.164 allows.
  return found?.isPossible() && E164.test(found.number) ? found.number : ''
}

const E164 = /^\+[1-9]\d{1,14}$/

function countryCode(country: string): CountryCode | undefined {
  const upper = country.toUpperCase()
  return isSupportedCountry(upper) ? upper : undefined
}

/** ISO 3166: those whose numbers are known. */
export const countries = (): readonly string[] => getCountries()
