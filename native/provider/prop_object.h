// IMAPIProp, as IMessage and IAttach share it.
#pragma once

#include "provider/copy_methods.h"
#include "provider/own_object.h"
#include "provider/prop_methods.h"
#include "provider/prop_write_methods.h"
#include "provider/tree_object.h"
#include "provider/value_write_stream.h"

namespace mapi_msg {

template <typename Interface>
class PropObject : public ComTreeObject<Interface>, public OwnObject, public ValueOwner {
  public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
        if (iid != kIid || !object) {
            return this->Query(iid == IID_IUnknown || iid == IID_IMAPIProp || iid == OwnIid(), object);
        }
        *object = static_cast<OwnObject*>(this);
        this->AddReference();
        return S_OK;
    }

    HRESULT GetAttributes(const SPropTagArray* tags, SPropAttrArray** attributes) noexcept override {
        return this->Call([&] { return mapi_msg::GetAttributes(Source(), Memory(), tags, attributes); });
    }

    HRESULT SetAttributes(const SPropTagArray* tags, const SPropAttrArray* attributes,
                          SPropProblemArray** problems) noexcept override {
        return this->Call([&]() -> HRESULT {
            if (problems) *problems = nullptr;
            if (!tags || !attributes || tags->cValues != attributes->cValues) return MAPI_E_INVALID_PARAMETER;
            RequireWritable();
            return mapi_msg::SetAttributes(Source(), Memory(), tags, attributes, problems);
        });
    }

    HRESULT STDMETHODCALLTYPE GetLastError(HRESULT result, ULONG flags, MAPIERROR** error) override {
        return this->DescribeLastError(result, flags, error);
    }

    HRESULT STDMETHODCALLTYPE SaveChanges(ULONG flags) override {
        return this->Call([&]() -> HRESULT {
            CheckFlags(flags, KEEP_OPEN_READONLY | KEEP_OPEN_READWRITE | FORCE_SAVE | MAPI_DEFERRED_ERRORS);
            RequireWritable();
            Save();
            if (flags & KEEP_OPEN_READWRITE) return S_OK;
            SetWritable(false);
            if (!(flags & KEEP_OPEN_READONLY)) this->Finish();
            return S_OK;
        });
    }

    HRESULT STDMETHODCALLTYPE GetProps(SPropTagArray* tags, ULONG flags, ULONG* count,
                                       SPropValue** values) override {
        return this->Call([&] { return mapi_msg::GetProps(Source(), Memory(), tags, flags, count, values); });
    }

    HRESULT STDMETHODCALLTYPE GetPropList(ULONG flags, SPropTagArray** tags) override {
        return this->Call([&] { return mapi_msg::GetPropList(Source(), Memory(), flags, tags); });
    }

    HRESULT STDMETHODCALLTYPE OpenProperty(ULONG tag, const GUID* interfaceId, ULONG interfaceOptions,
                                           ULONG flags, IUnknown** object) override {
        return this->Call([&]() -> HRESULT {
            if (!object) return MAPI_E_INVALID_PARAMETER;
            *object = nullptr;
            if (!interfaceId || PROP_TYPE(tag) == PT_UNSPECIFIED) return MAPI_E_INVALID_PARAMETER;
            const bool writable = OpensForWriting(flags, writable_);
            if (PROP_TYPE(tag) == PT_OBJECT) {
                return OpenObject(tag, *interfaceId, interfaceOptions, flags, writable, object);
            }
            if (*interfaceId != IID_IStream && *interfaceId != IID_IStreamDocfile) {
                return MAPI_E_INTERFACE_NOT_SUPPORTED;
            }
            if (!writable) return OpenValueStream(Source(), *this, tag, object);
            if (*interfaceId == IID_IStreamDocfile) return MAPI_E_NO_SUPPORT;
            return OpenValueWriteStream(Source(), this->Tree().Names(), *this, *this, tag, flags, object);
        });
    }

    HRESULT STDMETHODCALLTYPE SetProps(ULONG count, SPropValue* values,
                                       SPropProblemArray** problems) override {
        return this->Call([&]() -> HRESULT {
            if (problems) *problems = nullptr;
            if (count == 0 || !values) return MAPI_E_INVALID_PARAMETER;
            RequireWritable();
            return mapi_msg::SetProps(Source(), this->Tree().Names(), Memory(), count, values, problems);
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteProps(SPropTagArray* tags, SPropProblemArray** problems) override {
        return this->Call([&]() -> HRESULT {
            if (problems) *problems = nullptr;
            if (!tags || tags->cValues == 0) return MAPI_E_INVALID_PARAMETER;
            RequireWritable();
            return mapi_msg::DeleteProps(Source(), Memory(), tags, problems,
                                         [this](ULONG tag) { return DeleteObject(tag); });
        });
    }

    HRESULT STDMETHODCALLTYPE CopyTo(ULONG excludeCount, const GUID* exclude, SPropTagArray* excludeTags,
                                     ULONG_PTR, IMAPIProgress* progress, const GUID* interfaceId,
                                     void* target, ULONG flags, SPropProblemArray** problems) override {
        if (problems) *problems = nullptr;
        if (excludeTags && excludeTags->cValues == 0) return MAPI_E_INVALID_PARAMETER;
        CopyRequest request{false, excludeTags, flags, progress, interfaceId, target, problems};
        request.excludedInterfaces = {exclude, exclude ? excludeCount : 0};
        return Copy(request);
    }

    HRESULT STDMETHODCALLTYPE CopyProps(SPropTagArray* tags, ULONG_PTR, IMAPIProgress* progress,
                                        const GUID* interfaceId, void* target, ULONG flags,
                                        SPropProblemArray** problems) override {
        if (problems) *problems = nullptr;
        if (!tags || tags->cValues == 0) return MAPI_E_INVALID_PARAMETER;
        return Copy({true, tags, flags, progress, interfaceId, target, problems});
    }

    HRESULT STDMETHODCALLTYPE GetNamesFromIDs(SPropTagArray** tags, GUID* propertySet, ULONG flags,
                                              ULONG* count, MAPINAMEID*** names) override {
        return this->Call([&] {
            return GetNamesFromIds(this->Tree().Names(), Memory(), tags, propertySet, flags, count, names);
        });
    }

    HRESULT STDMETHODCALLTYPE GetIDsFromNames(ULONG count, MAPINAMEID** names, ULONG flags,
                                              SPropTagArray** tags) override {
        return this->Call(
            [&] { return GetIdsFromNames(this->Tree().Names(), Memory(), count, names, flags, tags); });
    }

    void StoreValue(format::PropertyTag tag, std::shared_ptr<ValueBuffer> bytes) override {
        if (this->Finished()) throw ResultError{MAPI_E_INVALID_OBJECT, STG_E_REVERTED};
        RequireWritable();
        StoreStreamValue(Source(), tag, std::move(bytes));
    }

    const void* Module() const noexcept override { return ThisModule(); }
    MessageTree& OwnTree() noexcept override { return this->Tree(); }
    void RequireChangeable() override {
        if (this->Tree().Closed() || this->Finished()) throw ResultError{MAPI_E_INVALID_OBJECT};
        RequireWritable();
    }

    // Not to be called when the tree is closed.
    virtual PropertySource& Source() = 0;

  protected:
    explicit PropObject(std::shared_ptr<MessageTree> tree) : ComTreeObject<Interface>(std::move(tree)) {}

    const Allocator& Memory() { return this->Tree().Memory(); }

    // Whether the client may change the object.
    bool IsWritable() const { return writable_; }
    void SetWritable(bool writable) {
        writable_ = writable;
        Source().SetWritable(writable);
    }
    void RequireWritable() const {
        if (!writable_) throw ResultError{MAPI_E_NO_ACCESS};
    }

    virtual const GUID& OwnIid() const = 0;

    // OpenProperty for tags of type PT_OBJECT. `writable` tells whether what is opened can be changed.
    virtual HRESULT OpenObject(ULONG tag, const GUID& interfaceId, ULONG options, ULONG flags, bool writable,
                               IUnknown** object) = 0;
    // DeleteProps for such a tag: whether it stood for something that is no property.
    virtual bool DeleteObject(ULONG) { return false; }
    // Hands the changes on to what holds the object.
    virtual void Save() = 0;

  private:
    HRESULT Copy(const CopyRequest& request) {
        return Guarded([&]() -> HRESULT {
            const CopyTarget target(request);
            const auto lock = target.Lock(this->Tree());
            return this->Call([&] { return CopyObject(*this, Source(), request, target); });
        });
    }

    bool writable_ = false;
};

}  // namespace mapi_msg
