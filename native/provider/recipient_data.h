// A recipient. Recipients have no object of their own in MAPI: they are rows of a table.
#pragma once

#include "provider/property_source.h"

namespace mapi_msg {

class MessageData;

// Larger values are not given at all: as recipients have no object, they cannot be opened as streams.
inline constexpr std::uint64_t kLargestRecipientValue = 16 * 1024 * 1024;

class RecipientData final : public PropertySource {
  public:
    // `message` must outlive the use of the recipient.
    RecipientData(MessageData& message, std::uint32_t number);

    // Keeps the values in memory, so that not every recipient's storage stays open.
    void PrepareRow() override { Store().Prepare(kLargestRecipientValue); }
    UINT CodePage() override;

  protected:
    std::vector<format::PropertyTag> ComputedTags() override;
    std::optional<PropertyValue> Compute(std::uint16_t id) override;

  private:
    MessageData& message_;
    std::uint32_t number_;
};

}  // namespace mapi_msg
