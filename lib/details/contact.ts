import {
  PR_ASSISTANT_TELEPHONE_NUMBER_W,
  PR_ASSISTANT_W,
  PR_BIRTHDAY,
  PR_BUSINESS2_TELEPHONE_NUMBER_W,
  PR_BUSINESS_FAX_NUMBER_W,
  PR_BUSINESS_HOME_PAGE_W,
  PR_BUSINESS_TELEPHONE_NUMBER_W,
  PR_CALLBACK_TELEPHONE_NUMBER_W,
  PR_CAR_TELEPHONE_NUMBER_W,
  PR_CHILDRENS_NAMES_W,
  PR_COMPANY_MAIN_PHONE_NUMBER_W,
  PR_COMPANY_NAME_W,
  PR_DEPARTMENT_NAME_W,
  PR_DISPLAY_NAME_PREFIX_W,
  PR_DISPLAY_NAME_W,
  PR_GENDER,
  PR_GENERATION_W,
  PR_GIVEN_NAME_W,
  PR_HOBBIES_W,
  PR_HOME2_TELEPHONE_NUMBER_W,
  PR_HOME_ADDRESS_CITY_W,
  PR_HOME_ADDRESS_COUNTRY_W,
  PR_HOME_ADDRESS_POSTAL_CODE_W,
  PR_HOME_ADDRESS_STATE_OR_PROVINCE_W,
  PR_HOME_ADDRESS_STREET_W,
  PR_HOME_FAX_NUMBER_W,
  PR_HOME_TELEPHONE_NUMBER_W,
  PR_INITIALS_W,
  PR_ISDN_NUMBER_W,
  PR_MANAGER_NAME_W,
  PR_MIDDLE_NAME_W,
  PR_MOBILE_TELEPHONE_NUMBER_W,
  PR_NICKNAME_W,
  PR_OFFICE_LOCATION_W,
  PR_OTHER_ADDRESS_CITY_W,
  PR_OTHER_ADDRESS_COUNTRY_W,
  PR_OTHER_ADDRESS_POSTAL_CODE_W,
  PR_OTHER_ADDRESS_STATE_OR_PROVINCE_W,
  PR_OTHER_ADDRESS_STREET_W,
  PR_OTHER_TELEPHONE_NUMBER_W,
  PR_PAGER_TELEPHONE_NUMBER_W,
  PR_PERSONAL_HOME_PAGE_W,
  PR_PRIMARY_FAX_NUMBER_W,
  PR_PRIMARY_TELEPHONE_NUMBER_W,
  PR_PROFESSION_W,
  PR_RADIO_TELEPHONE_NUMBER_W,
  PR_SPOUSE_NAME_W,
  PR_SURNAME_W,
  PR_TITLE_W,
  PR_WEDDING_ANNIVERSARY,
} from '../generated/prop-tags.js'
import { PSETID_Address } from '../named-property.js'
import { asOneOf, asText, asTexts, asTime, fixed, named, type DetailFields } from './detail-field.js'

/**
 * What a contact has, by the names of Outlook's ContactItem. What it does not have is missing.
 * @see https://learn.microsoft.com/office/vba/api/outlook.contactitem
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocntc/9b636532-9150-4836-9635-9c9b756c9ccf
 */
export interface Contact {
  fullName?: string
  /** Such as `Dr.`. */
  title?: string
  firstName?: string
  middleName?: string
  lastName?: string
  /** Such as `Jr.`. */
  suffix?: string
  nickName?: string
  initials?: string
  /** The name that Outlook sorts it by. */
  fileAs?: string
  companyName?: string
  jobTitle?: string
  department?: string
  officeLocation?: string
  profession?: string
  managerName?: string
  assistantName?: string

  email1Address?: string
  email1DisplayName?: string
  /** Such as `SMTP`, or `EX` for a name of Exchange. */
  email1AddressType?: string
  email2Address?: string
  email2DisplayName?: string
  email2AddressType?: string
  email3Address?: string
  email3DisplayName?: string
  email3AddressType?: string
  imAddress?: string
  webPage?: string
  businessHomePage?: string
  personalHomePage?: string

  primaryTelephoneNumber?: string
  businessTelephoneNumber?: string
  business2TelephoneNumber?: string
  companyMainTelephoneNumber?: string
  homeTelephoneNumber?: string
  home2TelephoneNumber?: string
  mobileTelephoneNumber?: string
  otherTelephoneNumber?: string
  assistantTelephoneNumber?: string
  callbackTelephoneNumber?: string
  carTelephoneNumber?: string
  radioTelephoneNumber?: string
  pagerNumber?: string
  isdnNumber?: string
  businessFaxNumber?: string
  homeFaxNumber?: string
  otherFaxNumber?: string

  businessAddress?: string
  businessAddressStreet?: string
  businessAddressCity?: string
  businessAddressState?: string
  businessAddressPostalCode?: string
  businessAddressCountry?: string
  businessAddressPostOfficeBox?: string
  homeAddress?: string
  homeAddressStreet?: string
  homeAddressCity?: string
  homeAddressState?: string
  homeAddressPostalCode?: string
  homeAddressCountry?: string
  otherAddress?: string
  otherAddressStreet?: string
  otherAddressCity?: string
  otherAddressState?: string
  otherAddressPostalCode?: string
  otherAddressCountry?: string

  birthday?: Date
  anniversary?: Date
  spouse?: string
  children?: string[]
  gender?: 'unspecified' | 'female' | 'male'
  hobby?: string
  user1?: string
  user2?: string
  user3?: string
  user4?: string
}

export const contactFields: DetailFields<Contact> = {
  fullName: fixed(PR_DISPLAY_NAME_W, asText),
  title: fixed(PR_DISPLAY_NAME_PREFIX_W, asText),
  firstName: fixed(PR_GIVEN_NAME_W, asText),
  middleName: fixed(PR_MIDDLE_NAME_W, asText),
  lastName: fixed(PR_SURNAME_W, asText),
  suffix: fixed(PR_GENERATION_W, asText),
  nickName: fixed(PR_NICKNAME_W, asText),
  initials: fixed(PR_INITIALS_W, asText),
  fileAs: named(PSETID_Address, 0x8005, asText),
  companyName: fixed(PR_COMPANY_NAME_W, asText),
  jobTitle: fixed(PR_TITLE_W, asText),
  department: fixed(PR_DEPARTMENT_NAME_W, asText),
  officeLocation: fixed(PR_OFFICE_LOCATION_W, asText),
  profession: fixed(PR_PROFESSION_W, asText),
  managerName: fixed(PR_MANAGER_NAME_W, asText),
  assistantName: fixed(PR_ASSISTANT_W, asText),

  email1Address: named(PSETID_Address, 0x8083, asText),
  email1DisplayName: named(PSETID_Address, 0x8080, asText),
  email1AddressType: named(PSETID_Address, 0x8082, asText),
  email2Address: named(PSETID_Address, 0x8093, asText),
  email2DisplayName: named(PSETID_Address, 0x8090, asText),
  email2AddressType: named(PSETID_Address, 0x8092, asText),
  email3Address: named(PSETID_Address, 0x80a3, asText),
  email3DisplayName: named(PSETID_Address, 0x80a0, asText),
  email3AddressType: named(PSETID_Address, 0x80a2, asText),
  imAddress: named(PSETID_Address, 0x8062, asText),
  webPage: named(PSETID_Address, 0x802b, asText),
  businessHomePage: fixed(PR_BUSINESS_HOME_PAGE_W, asText),
  personalHomePage: fixed(PR_PERSONAL_HOME_PAGE_W, asText),

  primaryTelephoneNumber: fixed(PR_PRIMARY_TELEPHONE_NUMBER_W, asText),
  businessTelephoneNumber: fixed(PR_BUSINESS_TELEPHONE_NUMBER_W, asText),
  business2TelephoneNumber: fixed(PR_BUSINESS2_TELEPHONE_NUMBER_W, asText),
  companyMainTelephoneNumber: fixed(PR_COMPANY_MAIN_PHONE_NUMBER_W, asText),
  homeTelephoneNumber: fixed(PR_HOME_TELEPHONE_NUMBER_W, asText),
  home2TelephoneNumber: fixed(PR_HOME2_TELEPHONE_NUMBER_W, asText),
  mobileTelephoneNumber: fixed(PR_MOBILE_TELEPHONE_NUMBER_W, asText),
  otherTelephoneNumber: fixed(PR_OTHER_TELEPHONE_NUMBER_W, asText),
  assistantTelephoneNumber: fixed(PR_ASSISTANT_TELEPHONE_NUMBER_W, asText),
  callbackTelephoneNumber: fixed(PR_CALLBACK_TELEPHONE_NUMBER_W, asText),
  carTelephoneNumber: fixed(PR_CAR_TELEPHONE_NUMBER_W, asText),
  radioTelephoneNumber: fixed(PR_RADIO_TELEPHONE_NUMBER_W, asText),
  pagerNumber: fixed(PR_PAGER_TELEPHONE_NUMBER_W, asText),
  isdnNumber: fixed(PR_ISDN_NUMBER_W, asText),
  businessFaxNumber: fixed(PR_BUSINESS_FAX_NUMBER_W, asText),
  homeFaxNumber: fixed(PR_HOME_FAX_NUMBER_W, asText),
  otherFaxNumber: fixed(PR_PRIMARY_FAX_NUMBER_W, asText),

  businessAddress: named(PSETID_Address, 0x801b, asText),
  businessAddressStreet: named(PSETID_Address, 0x8045, asText),
  businessAddressCity: named(PSETID_Address, 0x8046, asText),
  businessAddressState: named(PSETID_Address, 0x8047, asText),
  businessAddressPostalCode: named(PSETID_Address, 0x8048, asText),
  businessAddressCountry: named(PSETID_Address, 0x8049, asText),
  businessAddressPostOfficeBox: named(PSETID_Address, 0x804a, asText),
  homeAddress: named(PSETID_Address, 0x801a, asText),
  homeAddressStreet: fixed(PR_HOME_ADDRESS_STREET_W, asText),
  homeAddressCity: fixed(PR_HOME_ADDRESS_CITY_W, asText),
  homeAddressState: fixed(PR_HOME_ADDRESS_STATE_OR_PROVINCE_W, asText),
  homeAddressPostalCode: fixed(PR_HOME_ADDRESS_POSTAL_CODE_W, asText),
  homeAddressCountry: fixed(PR_HOME_ADDRESS_COUNTRY_W, asText),
  otherAddress: named(PSETID_Address, 0x801c, asText),
  otherAddressStreet: fixed(PR_OTHER_ADDRESS_STREET_W, asText),
  otherAddressCity: fixed(PR_OTHER_ADDRESS_CITY_W, asText),
  otherAddressState: fixed(PR_OTHER_ADDRESS_STATE_OR_PROVINCE_W, asText),
  otherAddressPostalCode: fixed(PR_OTHER_ADDRESS_POSTAL_CODE_W, asText),
  otherAddressCountry: fixed(PR_OTHER_ADDRESS_COUNTRY_W, asText),

  birthday: fixed(PR_BIRTHDAY, asTime),
  anniversary: fixed(PR_WEDDING_ANNIVERSARY, asTime),
  spouse: fixed(PR_SPOUSE_NAME_W, asText),
  children: fixed(PR_CHILDRENS_NAMES_W, asTexts),
  gender: fixed(PR_GENDER, asOneOf('unspecified', 'female', 'male')),
  hobby: fixed(PR_HOBBIES_W, asText),
  user1: named(PSETID_Address, 0x804f, asText),
  user2: named(PSETID_Address, 0x8050, asText),
  user3: named(PSETID_Address, 0x8051, asText),
  user4: named(PSETID_Address, 0x8052, asText),
}
