// IMAPIProp and what message-on-storage adds to it. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapipropiunknown
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "mapi/objects.h"
#include "mapi/stream_calls.h"

namespace mapi_msg {

struct GetPropsOptions {
    // All properties if absent.
    std::optional<std::vector<ULONG>> tags;
    // MAPI_UNICODE: the string type for PT_UNSPECIFIED tags and for all properties.
    ULONG flags = MAPI_UNICODE;
    // PT_STRING8 as bytes.
    bool rawStrings = false;
};

// Values too large for GetProps are read through a stream.
PropertyRow GetProps(PropHandle& object, const GetPropsOptions& options);

// Whether values of a type are opened as a stream if they are large.
bool IsStreamType(ULONG type);
// A value of which GetProps said that it is too large for it.
PropertyData ReadLargeValue(IMAPIProp& object, const Apartment& apartment, ULONG tag,
                            const StringDecoding& decoding, std::uint64_t most = kLargestValue);

std::vector<ULONG> GetPropList(PropHandle& object, ULONG flags);

struct OpenPropertyOptions {
    ULONG tag = 0;
    GUID interfaceId = {};
    ULONG interfaceOptions = 0;
    ULONG flags = 0;
};

// Gives a stream, storage, message or table, as the interface id says.
std::shared_ptr<SessionObject> OpenProperty(const std::shared_ptr<PropHandle>& object,
                                            const OpenPropertyOptions& options);

// https://learn.microsoft.com/office/client-developer/outlook/mapi/getattribimsgonistg
std::vector<ULONG> GetAttributes(PropHandle& object, const std::vector<ULONG>& tags);

}  // namespace mapi_msg
