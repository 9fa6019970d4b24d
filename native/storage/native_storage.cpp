#include "storage/native_storage.h"

#include <memory>

#include "storage/compound_file/node.h"
#include "storage/compound_file/reader.h"
#include "storage/file_source.h"
#include "storage/storage_object.h"
#include "storage/storage_root.h"

namespace mapi_msg {
namespace {

using compound_file::ByteSource;
using compound_file::Node;
using compound_file::Reader;

class ReadOnlyRoot final : public StorageRoot {
  public:
    using StorageRoot::StorageRoot;
    HRESULT Commit() override { return STG_E_ACCESSDENIED; }
};

class BytesSource final : public ByteSource {
  public:
    explicit BytesSource(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)), span_(bytes_) {}
    std::uint64_t Size() const override { return span_.Size(); }
    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const override {
        return span_.Read(offset, target);
    }

  private:
    std::vector<std::uint8_t> bytes_;
    compound_file::SpanSource span_;
};

IStorage* OpenReadOnly(std::shared_ptr<const ByteSource> source, const std::wstring& name, DWORD mode) {
    const auto node = Node::RootOf(std::make_shared<Reader>(std::move(source)));
    return new StorageObject(std::make_shared<ReadOnlyRoot>(node, name), mode);
}

}  // namespace

HRESULT OpenNativeFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage) {
    *storage = nullptr;
    if (mode.writable) return STG_E_ACCESSDENIED;
    return Guarded([&] {
        std::shared_ptr<const ByteSource> source;
        const HRESULT result = OpenFileSource(path, mode, &source);
        if (SUCCEEDED(result))
            *storage = OpenReadOnly(std::move(source), path, STGM_READ | ShareBits(mode.sharing));
        return result;
    });
}

HRESULT OpenNativeMemoryStorage(std::vector<std::uint8_t> bytes, bool writable, IStorage** storage) {
    *storage = nullptr;
    if (writable) return STG_E_ACCESSDENIED;
    const HRESULT result = Guarded([&] {
        *storage = OpenReadOnly(std::make_shared<BytesSource>(std::move(bytes)), {},
                                STGM_READ | STGM_SHARE_EXCLUSIVE);
        return S_OK;
    });
    return result == STG_E_FILEALREADYEXISTS ? STG_E_INVALIDHEADER : result;
}

}  // namespace mapi_msg
