#include "provider/rtf_stream.h"
#include "abi/windows_sync.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>

#include "abi/com_ptr.h"
#include "provider/format/compressed_rtf.h"
#include "provider/live_counts.h"
#include "provider/result.h"
#include "provider/storage_access.h"
#include "provider/storage_writer.h"
#include "provider/stream_copy.h"

namespace mapi_msg {

namespace {

using format::ByteVector;

// Of IStream, MAPI documents only reading and CopyTo, or writing and Commit, for it.
class RtfStream : public IStream {
  public:
    explicit RtfStream(IStream* compressed) : compressed_(compressed) {}
    virtual ~RtfStream() = default;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
        if (!object) return MAPI_E_INVALID_PARAMETER;
        const bool known = iid == IID_IUnknown || iid == IID_ISequentialStream || iid == IID_IStream;
        *object = known ? this : nullptr;
        if (!known) return MAPI_E_INTERFACE_NOT_SUPPORTED;
        AddRef();
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG count = --references_;
        if (count == 0) delete this;
        return count;
    }

    HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER, DWORD, ULARGE_INTEGER*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Revert() override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE Stat(STATSTG*, DWORD) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Clone(IStream** clone) override {
        if (clone) *clone = nullptr;
        return E_NOTIMPL;
    }

  protected:
    Mutex mutex_;
    ComPtr<IStream> compressed_;  // until that is done with
    ByteVector rtf_;

  private:
    std::atomic<ULONG> references_{1};
    LiveObject live_;
};

// Decompresses at the first Read.
class RtfReadStream final : public RtfStream {
  public:
    using RtfStream::RtfStream;

    HRESULT STDMETHODCALLTYPE Read(void* buffer, ULONG count, ULONG* read) override {
        if (read) *read = 0;
        return Guarded([&]() -> HRESULT {
            if (!buffer) return STG_E_INVALIDPOINTER;
            const std::lock_guard lock(mutex_);
            Decompress();
            const std::size_t size = std::min<std::size_t>(count, rtf_.size() - position_);
            if (size > 0) std::memcpy(buffer, rtf_.data() + position_, size);
            position_ += size;
            if (read) *read = static_cast<ULONG>(size);
            return S_OK;
        });
    }
    HRESULT STDMETHODCALLTYPE CopyTo(IStream* target, ULARGE_INTEGER count, ULARGE_INTEGER* read,
                                     ULARGE_INTEGER* written) override {
        return Guarded([&] { return CopyStream(*this, target, count, read, written); });
    }
    HRESULT STDMETHODCALLTYPE Commit(DWORD) override { return S_OK; }
    HRESULT STDMETHODCALLTYPE Write(const void*, ULONG, ULONG* written) override {
        if (written) *written = 0;
        return STG_E_ACCESSDENIED;
    }

  private:
    void Decompress() {
        if (!compressed_) return;
        auto rtf = format::DecompressRtf(*ReadAll(*compressed_));
        if (!rtf) throw ResultError{MAPI_E_CORRUPT_DATA};
        rtf_ = *std::move(rtf);
        compressed_.Reset();
    }

    std::size_t position_ = 0;
};

// Compresses at Commit, after which nothing can be added.
class RtfWriteStream final : public RtfStream {
  public:
    RtfWriteStream(IStream* compressed, format::RtfCompression compression)
        : RtfStream(compressed), compression_(compression) {}

    HRESULT STDMETHODCALLTYPE Write(const void* buffer, ULONG count, ULONG* written) override {
        if (written) *written = 0;
        return Guarded([&]() -> HRESULT {
            if (!buffer && count > 0) return STG_E_INVALIDPOINTER;
            const std::lock_guard lock(mutex_);
            if (!compressed_) return STG_E_ACCESSDENIED;
            if (count > kLongest - rtf_.size()) return STG_E_MEDIUMFULL;
            const auto* bytes = static_cast<const std::uint8_t*>(buffer);
            rtf_.insert(rtf_.end(), bytes, bytes + count);
            if (written) *written = count;
            return S_OK;
        });
    }
    HRESULT STDMETHODCALLTYPE Commit(DWORD) override {
        return Guarded([&]() -> HRESULT {
            const std::lock_guard lock(mutex_);
            if (!compressed_) return S_OK;
            WriteAll(*compressed_.Get(), format::CompressRtf(rtf_, compression_));
            compressed_.Reset();
            return S_OK;
        });
    }
    HRESULT STDMETHODCALLTYPE Read(void*, ULONG, ULONG* read) override {
        if (read) *read = 0;
        return STG_E_ACCESSDENIED;
    }
    HRESULT STDMETHODCALLTYPE CopyTo(IStream*, ULARGE_INTEGER, ULARGE_INTEGER* read,
                                     ULARGE_INTEGER* written) override {
        if (read) *read = {};
        if (written) *written = {};
        return STG_E_ACCESSDENIED;
    }

  private:
    // Compressed text may be an eighth longer, and its size has 32 bits.
    static constexpr std::size_t kLongest = 0x70000000;

    format::RtfCompression compression_;
};

}  // namespace

HRESULT WrapRtfStream(IStream* compressed, ULONG flags, IStream** uncompressed) {
    if (!compressed || !uncompressed) return MAPI_E_INVALID_PARAMETER;
    *uncompressed = nullptr;
    if (flags & ~(MAPI_MODIFY | STORE_UNCOMPRESSED_RTF)) return MAPI_E_UNKNOWN_FLAGS;
    if (!(flags & MAPI_MODIFY)) {
        *uncompressed = new RtfReadStream(compressed);
        return S_OK;
    }
    *uncompressed =
        new RtfWriteStream(compressed, flags & STORE_UNCOMPRESSED_RTF ? format::RtfCompression::kUncompressed
                                                                      : format::RtfCompression::kCompressed);
    return S_OK;
}

}  // namespace mapi_msg
