#include "faulty_provider/values.h"

#include <cstring>

namespace faulty {
namespace {

constexpr ULONG kHuge = 0x7FFFFFF0;
constexpr ULONG kSubject = PROP_TAG(PT_UNICODE, 0x0037);
constexpr ULONG kBody = PROP_TAG(PT_UNICODE, 0x1000);
constexpr ULONG kImportance = PROP_TAG(PT_LONG, 0x0017);
constexpr ULONG kCategories = PROP_TAG(PT_MV_UNICODE, 0x7001);
constexpr ULONG kAnsiCategories = PROP_TAG(PT_MV_STRING8, 0x7002);
constexpr ULONG kBinaries = PROP_TAG(PT_MV_BINARY, 0x7003);
constexpr ULONG kBinary = PROP_TAG(PT_BINARY, 0x7004);
constexpr ULONG kGuid = PROP_TAG(PT_CLSID, 0x7005);
constexpr ULONG kAnsi = PROP_TAG(PT_STRING8, 0x7006);
constexpr ULONG kAttachNumber = PROP_TAG(PT_LONG, 0x0E21);
constexpr ULONG kAttachMethod = PROP_TAG(PT_LONG, 0x3705);
constexpr ULONG kCodePage = PROP_TAG(PT_LONG, 0x3FFD);

template <typename Type>
Type* Copy(const Type* source, std::size_t count, void* root) {
    auto* const copy = static_cast<Type*>(AllocateMoreOf(count * sizeof(Type), root));
    std::memcpy(copy, source, count * sizeof(Type));
    return copy;
}

wchar_t* Unicode(void* root) {
    constexpr wchar_t kText[] = L"text";
    return Copy(kText, std::size(kText), root);
}

char* Ansi(void* root) {
    constexpr char kText[] = "text";
    return Copy(kText, std::size(kText), root);
}

SBinary Binary(void* root) {
    constexpr BYTE kBytes[] = {1, 2, 3};
    return {static_cast<ULONG>(std::size(kBytes)), Copy(kBytes, std::size(kBytes), root)};
}

LONG Number(ULONG tag) {
    switch (tag) {
        case kAttachNumber:
            return 0;
        case kAttachMethod:
            return ATTACH_EMBEDDED_MSG;
        case kCodePage:
            return 1252;
        default:
            return 1;
    }
}

template <typename Type>
SMultiValue<Type> Two(const Fault& fault, Type value, void* root) {
    if (fault.Is("huge")) return {kHuge, nullptr};
    const Type both[] = {value, fault.Is("nulls") ? Type{} : value};
    return {2, Copy(both, 2, root)};
}

SPropValue MakeValue(const Fault& fault, ULONG tag, void* root) {
    SPropValue value = {};
    value.ulPropTag = tag;
    if (fault.Is("type")) {
        value.ulPropTag = CHANGE_PROP_TYPE(tag, PROP_TYPE(tag) == PT_LONG ? PT_BOOLEAN : PT_LONG);
    }
    if (fault.Is("ids")) value.ulPropTag = PROP_TAG(PROP_TYPE(tag), PROP_ID(tag) + 1);
    if (PROP_TYPE(tag) == PT_UNSPECIFIED) value.ulPropTag = CHANGE_PROP_TYPE(tag, PT_LONG);
    if (fault.Is("errors")) {
        value.ulPropTag = CHANGE_PROP_TYPE(tag, PT_ERROR);
        value.Value.err = MAPI_E_CORRUPT_DATA;
        return value;
    }
    // Of this there is too much: it has to be opened as a stream.
    if (tag == kBody) {
        value.ulPropTag = CHANGE_PROP_TYPE(tag, PT_ERROR);
        value.Value.err = MAPI_E_NOT_ENOUGH_MEMORY;
        return value;
    }
    const bool isNull = fault.Is("nulls");
    GUID guid = IID_IMessage;
    switch (PROP_TYPE(value.ulPropTag)) {
        case PT_LONG:
            value.Value.l = Number(tag);
            break;
        case PT_UNICODE:
            value.Value.lpszW = isNull ? nullptr : Unicode(root);
            break;
        case PT_STRING8:
            value.Value.lpszA = isNull ? nullptr : Ansi(root);
            break;
        case PT_BINARY:
            value.Value.bin = Binary(root);
            if (isNull || fault.Is("huge")) value.Value.bin = {kHuge, nullptr};
            break;
        case PT_CLSID:
            value.Value.lpguid = isNull ? nullptr : Copy(&guid, 1, root);
            break;
        case PT_MV_UNICODE:
            value.Value.MVszW = Two<wchar_t*>(fault, Unicode(root), root);
            break;
        case PT_MV_STRING8:
            value.Value.MVszA = Two<char*>(fault, Ansi(root), root);
            break;
        case PT_MV_BINARY:
            value.Value.MVbin = Two<SBinary>(fault, Binary(root), root);
            break;
        default:
            value.Value.b = 1;
    }
    return value;
}

}  // namespace

std::vector<ULONG> OwnTags() {
    return {kSubject, kBody, kImportance, kCategories,   kAnsiCategories, kBinaries,
            kBinary,  kGuid, kAnsi,       kAttachNumber, kAttachMethod,   kCodePage};
}

std::vector<ULONG> TagsOf(const SPropTagArray* tags) {
    return tags ? std::vector<ULONG>(tags->aulPropTag, tags->aulPropTag + tags->cValues) : OwnTags();
}

SPropTagArray* MakeTagArray(const Fault& fault, const std::vector<ULONG>& tags) {
    if (fault.Is("null")) return nullptr;
    auto* const array = static_cast<SPropTagArray*>(AllocateBlock(CbNewSPropTagArray(tags.size() + 1)));
    array->cValues = static_cast<ULONG>(tags.size());
    for (std::size_t i = 0; i < tags.size(); i++) array->aulPropTag[i] = tags[i];
    if (fault.Is("fewer")) --array->cValues;
    if (fault.Is("more")) array->aulPropTag[array->cValues++] = kImportance;
    if (fault.Is("huge")) array->cValues = kHuge;
    return array;
}

SPropValue* MakeValues(const Fault& fault, const std::vector<ULONG>& tags, ULONG* count) {
    *count = static_cast<ULONG>(tags.size());
    if (fault.Is("null")) return nullptr;
    auto* const values = static_cast<SPropValue*>(AllocateBlock((tags.size() + 1) * sizeof(SPropValue)));
    for (std::size_t i = 0; i < tags.size(); i++) values[i] = MakeValue(fault, tags[i], values);
    if (fault.Is("fewer") && *count > 0) --*count;
    if (fault.Is("more")) values[(*count)++] = MakeValue(fault, kImportance, values);
    if (fault.Is("beyond")) *count = kHuge;
    return values;
}

void MakeProblems(const Fault& fault, SPropProblemArray** problems) {
    if (!problems) return;
    *problems = nullptr;
    if (!fault.Is("problem") && !fault.Is("outside") && !fault.Is("huge")) return;
    *problems = static_cast<SPropProblemArray*>(AllocateBlock(CbNewSPropProblemArray(1)));
    (*problems)->cProblem = fault.Is("huge") ? kHuge : 1;
    (*problems)->aProblem[0] = {fault.Is("outside") ? 77u : 0u, kSubject, MAPI_E_COMPUTED};
}

HRESULT MakeLastError(const char* method, MAPIERROR** error) {
    *error = nullptr;
    const Fault fault(method);
    if (fault.Fails()) return fault.Result();
    if (!fault.Is("words") && !fault.Is("nulls") && !fault.Is("garbage")) return fault.Result();
    auto* const made = static_cast<MAPIERROR*>(AllocateBlock(sizeof(MAPIERROR)));
    *made = {};
    made->ulLowLevelError = static_cast<ULONG>(STG_E_WRITEFAULT);
    if (!fault.Is("nulls")) {
        const std::string text = fault.Is("garbage") ? std::string(999, '\x81') : "the provider's own words";
        made->lpszError = reinterpret_cast<LPTSTR>(Copy(text.c_str(), text.size() + 1, made));
        made->lpszComponent = made->lpszError;
    }
    if (fault.Is("garbage")) made->ulVersion = made->ulLowLevelError = made->ulContext = 0xDEADBEEF;
    *error = made;
    return fault.Result();
}

}  // namespace faulty
