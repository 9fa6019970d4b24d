// A recipient. Recipients have no object of their own in MAPI: they are rows of a table.
#pragma once

#include "provider/message_context.h"
#include "provider/property_source.h"

namespace mapi_msg {

// Larger values are not given at all: as recipients have no object, they cannot be opened as streams.
inline constexpr std::uint64_t kLargestRecipientValue = 16 * 1024 * 1024;

class RecipientData final : public PropertySource {
  public:
    // The recipient of that number in the message that `messageStore` holds.
    RecipientData(std::shared_ptr<MessageContext> context, PropertyStore& messageStore, std::uint32_t number);
    // A new one.
    RecipientData(std::shared_ptr<MessageContext> context, DWORD access, std::uint32_t rowId);

    // PR_ROWID
    std::uint32_t RowId();
    // The number in the storage's name. Nothing as long as there is none.
    std::optional<std::uint32_t> StorageNumber() const { return storageNumber_; }
    // That it is now in the storage of that number, with all of its values.
    void OnSaved(const ComPtr<IStorage>& messageStorage, std::uint32_t number);
    void Reopen(const ComPtr<IStorage>& messageStorage);

    // Keeps the values in memory, so that not every recipient's storage stays open.
    void PrepareRow() override { Store().Prepare(kLargestRecipientValue); }
    UINT CodePage() override { return context_->CodePage(); }
    StringWidth Width() override { return context_->Width(); }

  protected:
    std::vector<format::PropertyTag> ComputedTags() override;
    std::optional<PropertyValue> Compute(std::uint16_t id) override;

  private:
    std::shared_ptr<MessageContext> context_;
    std::uint32_t number_;
    std::optional<std::uint32_t> storageNumber_;
};

}  // namespace mapi_msg
