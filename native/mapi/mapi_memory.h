// Owners of memory that MAPI allocated.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/managing-memory-in-mapi
#pragma once

#include <utility>

#include "abi/mapi.h"

namespace mapi_msg {

// A block of MAPIAllocateBuffer with all that is chained to it; freed with MAPIFreeBuffer of the same DLL.
template <typename Structure>
class MapiBuffer {
  public:
    explicit MapiBuffer(FREEBUFFER* freeBuffer) : freeBuffer_(freeBuffer) {}
    MapiBuffer(const MapiBuffer&) = delete;
    MapiBuffer& operator=(const MapiBuffer&) = delete;
    MapiBuffer(MapiBuffer&& other) noexcept
        : freeBuffer_(other.freeBuffer_), block_(std::exchange(other.block_, nullptr)) {}
    ~MapiBuffer() {
        if (block_) freeBuffer_(block_);
    }

    [[nodiscard]] Structure** Put() { return &block_; }
    // Gives the block away: the caller frees it from now on.
    [[nodiscard]] Structure* Detach() { return std::exchange(block_, nullptr); }
    Structure* Get() const { return block_; }
    Structure* operator->() const { return block_; }
    explicit operator bool() const { return block_ != nullptr; }

  private:
    FREEBUFFER* freeBuffer_;
    Structure* block_ = nullptr;
};

// What QueryRows gives: each row's values are a block of their own beside the outer one.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/srowset
class MapiRowSet {
  public:
    // Of a set with more rows than `most`, as many as were asked for, nobody knows which are there.
    MapiRowSet(FREEBUFFER* freeBuffer, ULONG most) : freeBuffer_(freeBuffer), most_(most) {}
    MapiRowSet(const MapiRowSet&) = delete;
    MapiRowSet& operator=(const MapiRowSet&) = delete;
    ~MapiRowSet() {
        if (!rows_) return;
        for (ULONG i = 0; rows_->cRows <= most_ && i < rows_->cRows; i++) {
            if (rows_->aRow[i].lpProps) freeBuffer_(rows_->aRow[i].lpProps);
        }
        freeBuffer_(rows_);
    }

    [[nodiscard]] SRowSet** Put() { return &rows_; }
    SRowSet* Get() const { return rows_; }
    SRowSet* operator->() const { return rows_; }
    explicit operator bool() const { return rows_ != nullptr; }

  private:
    FREEBUFFER* freeBuffer_;
    const ULONG most_;
    SRowSet* rows_ = nullptr;
};

}  // namespace mapi_msg
