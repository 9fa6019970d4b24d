// IMAPIProp, as IMessage and IAttach share it.
#pragma once

#include "provider/prop_methods.h"
#include "provider/prop_write_methods.h"
#include "provider/tree_object.h"

namespace mapi_msg {

// What GetAttribIMsgOnIStg and SetAttribIMsgOnIStg ask of an object. An object of ours answers
// QueryInterface for it, so that objects of other providers are told apart.
class AttributedObject {
  public:
    static constexpr GUID kIid = {
        0x9A2C1C3F, 0x6F0E, 0x4C39, {0x9E, 0x0D, 0x51, 0x8B, 0x77, 0x2A, 0x64, 0xD1}};

    virtual HRESULT GetAttributes(const SPropTagArray* tags, SPropAttrArray** attributes) noexcept = 0;
    virtual HRESULT SetAttributes(const SPropTagArray* tags, const SPropAttrArray* attributes,
                                  SPropProblemArray** problems) noexcept = 0;

  protected:
    ~AttributedObject() = default;
};

template <typename Interface>
class PropObject : public ComTreeObject<Interface>, public AttributedObject {
  public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
        if (iid != kIid || !object) {
            return this->Query(iid == IID_IUnknown || iid == IID_IMAPIProp || iid == OwnIid(), object);
        }
        *object = static_cast<AttributedObject*>(this);
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
            if (writable) return MAPI_E_NO_SUPPORT;
            return OpenValueStream(Source(), *this, tag, object);
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

    HRESULT STDMETHODCALLTYPE CopyTo(ULONG, const GUID*, SPropTagArray* excludeTags, ULONG_PTR,
                                     IMAPIProgress*, const GUID* interfaceId, void* target, ULONG flags,
                                     SPropProblemArray** problems) override {
        return this->Call([&]() -> HRESULT {
            if (problems) *problems = nullptr;
            CheckFlags(flags, MAPI_MOVE | MAPI_NOREPLACE | MAPI_DECLINE_OK | MAPI_DIALOG);
            if (!interfaceId || !target || (excludeTags && excludeTags->cValues == 0)) {
                return MAPI_E_INVALID_PARAMETER;
            }
            return MAPI_E_NO_SUPPORT;
        });
    }

    HRESULT STDMETHODCALLTYPE CopyProps(SPropTagArray* tags, ULONG_PTR, IMAPIProgress*,
                                        const GUID* interfaceId, void* target, ULONG flags,
                                        SPropProblemArray** problems) override {
        return this->Call([&]() -> HRESULT {
            if (problems) *problems = nullptr;
            CheckFlags(flags, MAPI_MOVE | MAPI_NOREPLACE | MAPI_DECLINE_OK | MAPI_DIALOG);
            if (!interfaceId || !target || !tags || tags->cValues == 0) return MAPI_E_INVALID_PARAMETER;
            return MAPI_E_NO_SUPPORT;
        });
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
    bool writable_ = false;
};

}  // namespace mapi_msg
