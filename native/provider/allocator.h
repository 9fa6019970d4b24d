// The memory functions that the client handed to OpenIMsgOnIStg: whatever a method returns comes from them.
#pragma once

#include <cstddef>
#include <utility>

#include "provider/result.h"

namespace mapi_msg {

class Allocator {
  public:
    Allocator(ALLOCATEBUFFER* allocate, FREEBUFFER* free) : allocate_(allocate), free_(free) {}

    // A block of the client's memory until it is given away.
    template <typename Type>
    class Buffer {
      public:
        Buffer(FREEBUFFER* free, void* block) : free_(free), block_(static_cast<Type*>(block)) {}
        Buffer(Buffer&& other) noexcept : free_(other.free_), block_(std::exchange(other.block_, nullptr)) {}
        Buffer& operator=(Buffer&& other) noexcept {
            std::swap(free_, other.free_);
            std::swap(block_, other.block_);
            return *this;
        }
        ~Buffer() {
            if (block_) free_(block_);
        }
        Type* Get() const { return block_; }
        Type* operator->() const { return block_; }
        [[nodiscard]] Type* Detach() { return std::exchange(block_, nullptr); }

      private:
        FREEBUFFER* free_;
        Type* block_;
    };

    template <typename Type>
    Buffer<Type> Allocate(std::size_t size) const {
        if (size > MAXLONG) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
        void* block = nullptr;
        ThrowIfFailed(allocate_(static_cast<ULONG>(size), &block));
        if (!block) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
        return Buffer<Type>(free_, block);
    }

    // What another MAPI object returned is freed like what this one returns.
    template <typename Type>
    Buffer<Type> Own(Type* block) const {
        return Buffer<Type>(free_, block);
    }

  private:
    ALLOCATEBUFFER* allocate_;
    FREEBUFFER* free_;
};

}  // namespace mapi_msg
