// The properties that the provider itself knows about.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-properties
#pragma once

#include "provider/format/property_types.h"

namespace mapi_msg {

using format::PropertyTag;

inline constexpr PropertyTag kPrSubject = 0x0037001F;
inline constexpr PropertyTag kPrSubjectPrefix = 0x003D001F;
inline constexpr PropertyTag kPrRecipientType = 0x0C150003;
inline constexpr PropertyTag kPrDisplayBcc = 0x0E02001F;
inline constexpr PropertyTag kPrDisplayCc = 0x0E03001F;
inline constexpr PropertyTag kPrDisplayTo = 0x0E04001F;
inline constexpr PropertyTag kPrMessageFlags = 0x0E070003;
inline constexpr PropertyTag kPrMessageSize = 0x0E080003;
inline constexpr PropertyTag kPrMessageRecipients = 0x0E12000D;
inline constexpr PropertyTag kPrMessageAttachments = 0x0E13000D;
inline constexpr PropertyTag kPrHasAttach = 0x0E1B000B;
inline constexpr PropertyTag kPrNormalizedSubject = 0x0E1D001F;
inline constexpr PropertyTag kPrAttachSize = 0x0E200003;
inline constexpr PropertyTag kPrAttachNum = 0x0E210003;
inline constexpr PropertyTag kPrAccess = 0x0FF40003;
inline constexpr PropertyTag kPrInstanceKey = 0x0FF60102;
inline constexpr PropertyTag kPrAccessLevel = 0x0FF70003;
inline constexpr PropertyTag kPrRecordKey = 0x0FF90102;
inline constexpr PropertyTag kPrEntryId = 0x0FFF0102;
inline constexpr PropertyTag kPrObjectType = 0x0FFE0003;
inline constexpr PropertyTag kPrRowId = 0x30000003;
inline constexpr PropertyTag kPrDisplayName = 0x3001001F;
inline constexpr PropertyTag kPrAddrType = 0x3002001F;
inline constexpr PropertyTag kPrEmailAddress = 0x3003001F;
inline constexpr PropertyTag kPrCreationTime = 0x30070040;
inline constexpr PropertyTag kPrLastModificationTime = 0x30080040;
inline constexpr PropertyTag kPrSearchKey = 0x300B0102;
inline constexpr PropertyTag kPrStoreSupportMask = 0x340D0003;
inline constexpr PropertyTag kPrDisplayType = 0x39000003;
inline constexpr PropertyTag kPrAttachDataBin = 0x37010102;
inline constexpr PropertyTag kPrAttachDataObj = 0x3701000D;
inline constexpr PropertyTag kPrAttachExtension = 0x3703001F;
inline constexpr PropertyTag kPrAttachFilename = 0x3704001F;
inline constexpr PropertyTag kPrAttachMethod = 0x37050003;
inline constexpr PropertyTag kPrAttachLongFilename = 0x3707001F;
inline constexpr PropertyTag kPrRenderingPosition = 0x370B0003;
inline constexpr PropertyTag kPrAttachMimeTag = 0x370E001F;
inline constexpr PropertyTag kPrAttachContentId = 0x3712001F;
inline constexpr PropertyTag kPrInternetCodePage = 0x3FDE0003;
inline constexpr PropertyTag kPrMessageCodePage = 0x3FFD0003;

}  // namespace mapi_msg
