// IMAPIProp, for the messages and attachments of the faulty provider.
#pragma once

#include "faulty_provider/object.h"
#include "faulty_provider/table.h"
#include "faulty_provider/values.h"

namespace faulty {

IMessage* MakeEmbeddedMessage();

// Makes an object of the interface that OpenProperty is asked for.
IUnknown* MakeProperty(const GUID& interfaceId);

// Names for tags; of its own properties, where it is asked for all. It goes wrong by `fewer` names than tags,
// by `nulls` in place of property sets and strings, `nameless` properties, names of unknown `kinds`, and
// `huge` counts.
void MakeNames(const Fault& fault, SPropTagArray** tags, ULONG* count, MAPINAMEID*** names);

// Tells how far a copy has come: with the fault `late` after it has ended, from another thread.
void TellProgress(IMAPIProgress* progress);

template <typename Interface>
class PropObject : public Object<Interface> {
  public:
    HRESULT STDMETHODCALLTYPE GetLastError(HRESULT, ULONG, MAPIERROR** error) override {
        return MakeLastError("IMAPIProp::GetLastError", error);
    }
    HRESULT STDMETHODCALLTYPE SaveChanges(ULONG) override { return DoNothing("IMAPIProp::SaveChanges"); }
    HRESULT STDMETHODCALLTYPE GetProps(SPropTagArray* tags, ULONG, ULONG* count,
                                       SPropValue** values) override {
        const Fault fault("IMAPIProp::GetProps");
        if (!fault.Fails()) *values = MakeValues(fault, TagsOf(tags), count);
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE GetPropList(ULONG, SPropTagArray** tags) override {
        const Fault fault("IMAPIProp::GetPropList");
        if (!fault.Fails()) *tags = MakeTagArray(fault, OwnTags());
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE OpenProperty(ULONG, const GUID* interfaceId, ULONG, ULONG,
                                           IUnknown** object) override {
        return HandOut("IMAPIProp::OpenProperty", object, [&] { return MakeProperty(*interfaceId); });
    }
    HRESULT STDMETHODCALLTYPE SetProps(ULONG, SPropValue*, SPropProblemArray** problems) override {
        return Change("IMAPIProp::SetProps", problems);
    }
    HRESULT STDMETHODCALLTYPE DeleteProps(SPropTagArray*, SPropProblemArray** problems) override {
        return Change("IMAPIProp::DeleteProps", problems);
    }
    HRESULT STDMETHODCALLTYPE CopyTo(ULONG, const GUID*, SPropTagArray*, ULONG_PTR, IMAPIProgress* progress,
                                     const GUID*, void*, ULONG, SPropProblemArray** problems) override {
        TellProgress(progress);
        return Change("IMAPIProp::CopyTo", problems);
    }
    HRESULT STDMETHODCALLTYPE CopyProps(SPropTagArray*, ULONG_PTR, IMAPIProgress* progress, const GUID*,
                                        void*, ULONG, SPropProblemArray** problems) override {
        TellProgress(progress);
        return Change("IMAPIProp::CopyProps", problems);
    }
    HRESULT STDMETHODCALLTYPE GetNamesFromIDs(SPropTagArray** tags, GUID*, ULONG, ULONG* count,
                                              MAPINAMEID*** names) override {
        const Fault fault("IMAPIProp::GetNamesFromIDs");
        if (!fault.Fails()) MakeNames(fault, tags, count, names);
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE GetIDsFromNames(ULONG count, MAPINAMEID**, ULONG,
                                              SPropTagArray** tags) override {
        const Fault fault("IMAPIProp::GetIDsFromNames");
        if (fault.Fails()) return fault.Result();
        const ULONG type = fault.Is("errors") ? PT_ERROR : PT_UNSPECIFIED;
        *tags = MakeTagArray(fault, std::vector<ULONG>(count, PROP_TAG(type, 0x8001)));
        return fault.Result();
    }

  protected:
    using Object<Interface>::Object;

  private:
    static HRESULT Change(const char* method, SPropProblemArray** problems) {
        const Fault fault(method);
        if (!fault.Fails()) MakeProblems(fault, problems);
        return fault.Result();
    }
};

}  // namespace faulty
