// A recipient. Recipients have no object of their own in MAPI: they are rows of a table.
#pragma once

#include "provider/property_source.h"

namespace mapi_msg {

class MessageData;

class RecipientData final : public PropertySource {
  public:
    // `message` must outlive the use of the recipient.
    RecipientData(MessageData& message, std::uint32_t number);

    // Keeps the values in memory, so that not every recipient's storage stays open.
    void PrepareRow() override { Store().Preload(); }
    UINT CodePage() override;

  protected:
    std::vector<format::PropertyTag> ComputedTags() override;
    std::optional<PropertyValue> Compute(std::uint16_t id) override;

  private:
    MessageData& message_;
    std::uint32_t number_;
};

}  // namespace mapi_msg
