// The IStream on a property's value that can be changed. What is written becomes the value with Commit, and
// at the latest when the stream is released.
#pragma once

#include "provider/value_buffer.h"
#include "provider/value_stream.h"

namespace mapi_msg {

// Of whom the property is.
class ValueOwner {
  public:
    // The bytes never change from then on. Throws if the object cannot be changed any more.
    virtual void StoreValue(format::PropertyTag tag, std::shared_ptr<ValueBuffer> bytes) = 0;

  protected:
    ~ValueOwner() = default;
};

class ValueWriteStream final : public ValueStream {
  public:
    // `owner` and `valueOwner` are one object. Without a source the value is a new one.
    ValueWriteStream(TreeObject& owner, ValueOwner& valueOwner, format::PropertyTag tag,
                     std::shared_ptr<ValueSource> source);

    HRESULT STDMETHODCALLTYPE Write(const void* buffer, ULONG count, ULONG* written) override;
    HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER size) override;
    HRESULT STDMETHODCALLTYPE Commit(DWORD flags) override;
    HRESULT STDMETHODCALLTYPE Revert() override;
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* status, DWORD flags) override;

    void CloseContents() noexcept override;

  private:
    ValueBuffer& OwnBytes();
    void Store();

    ValueOwner& valueOwner_;
    format::PropertyTag tag_;
    std::shared_ptr<ValueSource> stored_;   // the value without what was not committed
    std::shared_ptr<ValueBuffer> changed_;  // the value with it, if there is any
};

}  // namespace mapi_msg
