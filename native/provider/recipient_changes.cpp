#include "provider/recipient_changes.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "provider/prop_write_methods.h"
#include "provider/property_tags.h"

namespace mapi_msg {

using namespace format;

namespace {

// An entry without values is passed over.
bool IsEmpty(const ADRENTRY& entry) {
    if (entry.cValues != 0 && !entry.rgPropVals) throw ResultError{MAPI_E_INVALID_PARAMETER};
    return entry.cValues == 0;
}

std::uint32_t RowIdOf(const ADRENTRY& entry) {
    for (ULONG i = 0; i < entry.cValues; ++i) {
        if (entry.rgPropVals[i].ulPropTag == kPrRowId) {
            return static_cast<std::uint32_t>(entry.rgPropVals[i].Value.l);
        }
    }
    throw ResultError{MAPI_E_INVALID_PARAMETER};
}

void PutValues(RecipientData& recipient, const ADRENTRY& entry) {
    for (ULONG i = 0; i < entry.cValues; ++i) {
        const SPropValue& value = entry.rgPropVals[i];
        const std::uint16_t type = TypeOf(value.ulPropTag);
        if (type == kTypeError) continue;
        // What tells a row from the others is up to the message.
        const std::uint16_t id = IdOf(value.ulPropTag);
        if (id == IdOf(kPrRowId)) continue;
        const Placement placement = PlacementOf(type);
        if (id == 0 || placement == Placement::kUnknown || placement == Placement::kStorage) {
            throw ResultError{MAPI_E_INVALID_PARAMETER};
        }
        recipient.Put(MakeChange(InStoredWidth(recipient, FromPropValue(value))));
    }
}

MessageData::RecipientRows NewRows(MessageData& message, const ADRLIST& list) {
    MessageData::RecipientRows rows;
    for (ULONG i = 0; i < list.cEntries; ++i) {
        if (IsEmpty(list.aEntries[i])) continue;
        rows.push_back(message.NewRecipient());
        PutValues(*rows.back(), list.aEntries[i]);
    }
    return rows;
}

// The rows of the list by PR_ROWID.
std::unordered_map<std::uint32_t, const ADRENTRY*> ById(const ADRLIST& list) {
    std::unordered_map<std::uint32_t, const ADRENTRY*> entries;
    for (ULONG i = 0; i < list.cEntries; ++i) {
        if (!IsEmpty(list.aEntries[i])) entries[RowIdOf(list.aEntries[i])] = &list.aEntries[i];
    }
    return entries;
}

// Each row of the list must be one of the message.
HRESULT ModifyOrRemove(MessageData& message, bool remove, const ADRLIST& list) {
    auto entries = ById(list);
    MessageData::RecipientRows rows;
    for (const auto& recipient : message.Recipients()) {
        const auto found = entries.find(recipient->RowId());
        if (found == entries.end()) {
            rows.push_back(recipient);
            continue;
        }
        if (!remove) {
            // The whole row is another one: what the list does not name is gone.
            rows.push_back(message.NewRecipient(recipient->RowId()));
            PutValues(*rows.back(), *found->second);
        }
        entries.erase(found);
    }
    if (!entries.empty()) return MAPI_E_NOT_FOUND;
    message.SetRecipients(std::move(rows));
    return S_OK;
}

}  // namespace

HRESULT ChangeRecipients(MessageData& message, ULONG flags, const ADRLIST& list) {
    switch (flags) {
        case 0:
            message.SetRecipients(NewRows(message, list));
            return S_OK;
        case MODRECIP_ADD:
            message.AddRecipients(NewRows(message, list));
            return S_OK;
        case MODRECIP_MODIFY:
        case MODRECIP_REMOVE:
            return ModifyOrRemove(message, flags == MODRECIP_REMOVE, list);
        default:
            return MAPI_E_INVALID_PARAMETER;
    }
}

}  // namespace mapi_msg
