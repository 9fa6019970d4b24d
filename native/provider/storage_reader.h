// Reads what one storage holds in the format's names: all at a glance where it is one of our own, and else as
// IStorage has it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "abi/com_ptr.h"
#include "abi/indexed_storage.h"
#include "abi/mapi.h"
#include "provider/format/bytes.h"
#include "provider/format/names.h"

namespace mapi_msg {

struct StorageElement {
    format::ElementName name;
    bool isStorage = false;
    // In an index only.
    ULONG index = 0;
    std::uint64_t size = 0;
};

struct ElementRead {
    const StorageElement* element;
    std::uint8_t* target;
    HRESULT result = S_OK;
};

class StorageReader {
  public:
    StorageReader(ComPtr<IStorage> storage, DWORD access);
    // The storage of that name in `parent`, which is opened when it is needed.
    StorageReader(ComPtr<IStorage> parent, std::u16string name, DWORD access);

    bool HasStorage() const { return storage_ || parent_; }
    // Throws MAPI_E_NOT_FOUND where there is none.
    const ComPtr<IStorage>& Storage();
    // Another storage to be read, or one of that name in `parent`.
    void Attach(ComPtr<IStorage> storage);
    void Attach(ComPtr<IStorage> parent, std::u16string name);
    DWORD Access() const { return access_; }
    // Whether streams can be read without opening them.
    bool IsIndexed();
    // What belongs to the format, in the order of names; the client's own is left out.
    const std::vector<StorageElement>& Elements();
    const StorageElement* Find(const format::ElementName& name);
    const StorageElement* FindValue(format::PropertyTag tag) {
        return Find({format::ElementKind::kValue, tag, 0});
    }
    // Of an index only. `target` has the element's size.
    void ReadElement(const StorageElement& element, std::uint8_t* target);
    // Several at once. What could not be read has a result of its own.
    void ReadElements(std::span<ElementRead> reads);

    // To be called when the storage was written: it is listed anew.
    void Forget();
    // Lets go of the storage, and of what is known of it.
    void Close();

  private:
    bool ListByIndex();
    void ReadByName(const StorageElement& element, std::uint8_t* target);

    ComPtr<IStorage> storage_;
    ComPtr<IStorage> parent_;
    std::u16string name_;
    DWORD access_;
    // Null where the storage has none.
    ComPtr<IIndexedStorage> index_;
    bool isListed_ = false;
    std::vector<StorageElement> elements_;
};

}  // namespace mapi_msg
