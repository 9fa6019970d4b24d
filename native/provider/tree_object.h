// The base of every COM object that belongs to a message.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "provider/live_counts.h"
#include "provider/message_tree.h"
#include "provider/result.h"

namespace mapi_msg {

class TreeObject {
  public:
    TreeObject(const TreeObject&) = delete;
    TreeObject& operator=(const TreeObject&) = delete;

    ULONG AddReference() noexcept { return ++references_; }
    ULONG ReleaseReference() noexcept;
    // False if the last reference is gone already.
    bool TryAddReference() noexcept;

    // Lets go of everything but memory. Called under the lock, at most once.
    virtual void CloseContents() noexcept = 0;

    MessageTree& Tree() { return *tree_; }
    const std::shared_ptr<MessageTree>& SharedTree() const { return tree_; }

  protected:
    explicit TreeObject(std::shared_ptr<MessageTree> tree);
    virtual ~TreeObject() = default;

    // Runs a method's body under the lock, unless the object is closed, and remembers a failure.
    template <typename Body>
    HRESULT Call(Body&& body) noexcept {
        return Guarded([&]() -> HRESULT {
            const std::lock_guard lock(tree_->Mutex());
            if (tree_->Closed() || finished_) return MAPI_E_INVALID_OBJECT;
            try {
                const HRESULT result = body();
                if (FAILED(result)) lastError_ = {result, S_OK};
                return result;
            } catch (const ResultError& error) {
                lastError_ = error;
                return error.result;
            }
        });
    }

    // The same for the methods of IStream, whose callers expect the storage's own codes.
    template <typename Body>
    HRESULT CallStorage(Body&& body) noexcept {
        return Call([&]() -> HRESULT {
            try {
                return body();
            } catch (const ResultError& error) {
                if (FAILED(error.storageResult)) return error.storageResult;
                throw;
            }
        });
    }

    // From now on every method but Release answers MAPI_E_INVALID_OBJECT.
    void Finish() { finished_ = true; }
    bool Finished() const { return finished_; }

    // The body of GetLastError.
    HRESULT DescribeLastError(HRESULT result, ULONG flags, MAPIERROR** error) noexcept;

  private:
    void Destroy() noexcept;

    std::atomic<ULONG> references_{1};
    std::shared_ptr<MessageTree> tree_;
    bool finished_ = false;
    ResultError lastError_{S_OK};
    LiveObject live_;
};

// Holds a reference to an object of the tree.
template <typename Object>
class TreeReference {
  public:
    TreeReference() = default;
    explicit TreeReference(Object* object) : object_(object) {
        if (object_) object_->AddReference();
    }
    TreeReference(TreeReference&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    TreeReference& operator=(TreeReference&& other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~TreeReference() {
        if (object_) object_->ReleaseReference();
    }
    // Takes over a reference that somebody else counted.
    static TreeReference Adopt(Object* object) {
        TreeReference reference;
        reference.object_ = object;
        return reference;
    }

    Object* Get() const { return object_; }
    Object* operator->() const { return object_; }
    [[nodiscard]] Object* Detach() { return std::exchange(object_, nullptr); }

  private:
    Object* object_ = nullptr;
};

// Implements AddRef and Release of a COM interface by those of the tree.
template <typename Interface>
class ComTreeObject : public Interface, public TreeObject {
  public:
    ULONG STDMETHODCALLTYPE AddRef() override { return AddReference(); }
    ULONG STDMETHODCALLTYPE Release() override { return ReleaseReference(); }

  protected:
    using TreeObject::TreeObject;

    // The body of QueryInterface. Works on closed objects too: it touches nothing but the count.
    HRESULT Query(bool known, void** object) noexcept {
        if (!object) return MAPI_E_INVALID_PARAMETER;
        *object = known ? static_cast<Interface*>(this) : nullptr;
        if (!known) return MAPI_E_INTERFACE_NOT_SUPPORTED;
        AddReference();
        return S_OK;
    }
};

}  // namespace mapi_msg
