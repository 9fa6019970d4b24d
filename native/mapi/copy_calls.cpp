#include "mapi/copy_calls.h"

#include "mapi/answers.h"
#include "mapi/mapi_memory.h"
#include "mapi/tag_array.h"

namespace mapi_msg {
namespace {

ComPtr<IUnknown> AskFor(PropHandle& target, const GUID& interfaceId) {
    ComPtr<IUnknown> found;
    Check(target->QueryInterface(interfaceId, reinterpret_cast<void**>(found.Put())),
          "IUnknown::QueryInterface");
    CheckGiven(found, "IUnknown::QueryInterface", L"It gave no object.");
    return found;
}

}  // namespace

PropertyProblems CopyTo(PropHandle& source, const std::vector<ULONG>& excludedTags,
                        const std::vector<GUID>& excludedInterfaces, PropHandle& target,
                        const CopyOptions& options) {
    const ComPtr<IUnknown> object = AskFor(target, options.interfaceId);
    std::optional<TagArray> tags;
    if (!excludedTags.empty()) tags.emplace(excludedTags);
    MapiBuffer<SPropProblemArray> problems(source.OwnApartment()->OwnProvider().functions.freeBuffer);
    const HRESULT result = source->CopyTo(static_cast<ULONG>(excludedInterfaces.size()),
                                          excludedInterfaces.empty() ? nullptr : excludedInterfaces.data(),
                                          tags ? tags->Get() : nullptr, 0, options.progress,
                                          &options.interfaceId, object.Get(), options.flags, problems.Put());
    target.ForgetCodePage();
    return TakeProblems(result, problems.Get(), kMostProperties, "IMAPIProp::CopyTo", source);
}

PropertyProblems CopyProps(PropHandle& source, const std::vector<ULONG>& tags, PropHandle& target,
                           const CopyOptions& options) {
    if (tags.empty()) return {};
    const ComPtr<IUnknown> object = AskFor(target, options.interfaceId);
    TagArray wanted(tags);
    MapiBuffer<SPropProblemArray> problems(source.OwnApartment()->OwnProvider().functions.freeBuffer);
    const HRESULT result = source->CopyProps(wanted.Get(), 0, options.progress, &options.interfaceId,
                                             object.Get(), options.flags, problems.Put());
    target.ForgetCodePage();
    return TakeProblems(result, problems.Get(), kMostProperties, "IMAPIProp::CopyProps", source);
}

}  // namespace mapi_msg
