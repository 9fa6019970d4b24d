#include "client/written_message.h"

#include <cstring>

#include "client/checks.h"
#include "storage/native_storage.h"

namespace client {

namespace {

constexpr DWORD kTransacted = STGM_READWRITE | STGM_TRANSACTED | STGM_SHARE_EXCLUSIVE;
constexpr LONG kNoNumber = 0x5EED5EED;

}  // namespace

MemoryFile::MemoryFile(Engine engine) : engine_(engine) {
    CheckResult(CreateILockBytesOnHGlobal(nullptr, TRUE, bytes_.Put()), S_OK, "CreateILockBytesOnHGlobal");
}

ComPtr<IStorage> MemoryFile::Create() {
    ComPtr<IStorage> storage;
    const HRESULT result =
        engine_ == Engine::kOwn
            ? mapi_msg::CreateNativeLockBytesStorage(*bytes_, mapi_msg::compound_file::Version::V3,
                                                     storage.Put())
            : StgCreateDocfileOnILockBytes(bytes_.Get(), STGM_CREATE | kTransacted, 0, storage.Put());
    CheckResult(result, S_OK, "a new storage in memory");
    return storage;
}

ComPtr<IStorage> MemoryFile::Open(DWORD access) {
    ComPtr<IStorage> storage;
    const bool writable = access != STGM_READ;
    const DWORD mode = writable ? kTransacted : STGM_READ | STGM_SHARE_EXCLUSIVE;
    const HRESULT result =
        engine_ == Engine::kOwn
            ? mapi_msg::OpenNativeLockBytesStorage(*bytes_, writable, storage.Put())
            : StgOpenStorageOnILockBytes(bytes_.Get(), nullptr, mode, nullptr, 0, storage.Put());
    CheckResult(result, S_OK, "the storage in memory again");
    return storage;
}

ComPtr<IMessage> OpenMessage(IStorage* storage, ULONG flags) {
    ComPtr<IMessage> message;
    CheckResult(
        mapi.OpenIMsgOnIStg(nullptr, mapi.MAPIAllocateBuffer, mapi.MAPIAllocateMore, mapi.MAPIFreeBuffer,
                            mapi.MAPIGetDefaultMalloc(), nullptr, storage, nullptr, 0, flags, message.Put()),
        S_OK, "OpenIMsgOnIStg");
    return message;
}

SPropValue& Values::Add(ULONG tag) {
    SPropValue value{};
    value.ulPropTag = tag;
    values_.push_back(value);
    return values_.back();
}

Bytes& Values::Keep(Bytes bytes) {
    // Terminated, and never without a place.
    bytes.resize(bytes.size() + 2);
    return memory_.emplace_back(std::move(bytes));
}

Values& Values::Tag(ULONG tag) {
    Add(tag);
    return *this;
}
Values& Values::Long(ULONG tag, LONG number) {
    Add(tag).Value.l = number;
    return *this;
}
Values& Values::Boolean(ULONG tag, bool value) {
    Add(tag).Value.b = value;
    return *this;
}
Values& Values::Int64(ULONG tag, LONGLONG number) {
    Add(tag).Value.li.QuadPart = number;
    return *this;
}
Values& Values::Double(ULONG tag, double number) {
    Add(tag).Value.dbl = number;
    return *this;
}
Values& Values::Time(ULONG tag, LONGLONG ticks) {
    std::memcpy(&Add(tag).Value.ft, &ticks, sizeof(ticks));
    return *this;
}
Values& Values::Text(ULONG tag, const std::wstring& text) {
    Bytes& bytes = Keep(BytesOf(text));
    Add(tag).Value.lpszW = reinterpret_cast<LPWSTR>(bytes.data());
    return *this;
}
Values& Values::Text8(ULONG tag, const std::string& text) {
    Bytes& bytes = Keep(BytesOf(text));
    Add(tag).Value.lpszA = reinterpret_cast<LPSTR>(bytes.data());
    return *this;
}
Values& Values::Binary(ULONG tag, const Bytes& contents) {
    Bytes& bytes = Keep(contents);
    SPropValue& value = Add(tag);
    value.Value.bin.cb = static_cast<ULONG>(contents.size());
    value.Value.bin.lpb = bytes.data();
    return *this;
}
Values& Values::Guid(ULONG tag, const GUID& guid) {
    Bytes bytes(sizeof(guid));
    std::memcpy(bytes.data(), &guid, sizeof(guid));
    Bytes& kept = Keep(std::move(bytes));
    Add(tag).Value.lpguid = reinterpret_cast<GUID*>(kept.data());
    return *this;
}
Values& Values::Texts(ULONG tag, const std::vector<std::wstring>& texts) {
    Bytes& array = Keep(Bytes(texts.size() * sizeof(LPWSTR)));
    for (std::size_t i = 0; i < texts.size(); ++i) {
        Bytes& text = Keep(BytesOf(texts[i]));
        reinterpret_cast<LPWSTR*>(array.data())[i] = reinterpret_cast<LPWSTR>(text.data());
    }
    SPropValue& value = Add(tag);
    value.Value.MVszW.cValues = static_cast<ULONG>(texts.size());
    value.Value.MVszW.lppszW = reinterpret_cast<LPWSTR*>(array.data());
    return *this;
}
Values& Values::Binaries(ULONG tag, const std::vector<Bytes>& binaries) {
    Bytes& array = Keep(Bytes(binaries.size() * sizeof(SBinary)));
    for (std::size_t i = 0; i < binaries.size(); ++i) {
        Bytes& bytes = Keep(binaries[i]);
        reinterpret_cast<SBinary*>(array.data())[i] = {static_cast<ULONG>(binaries[i].size()), bytes.data()};
    }
    SPropValue& value = Add(tag);
    value.Value.MVbin.cValues = static_cast<ULONG>(binaries.size());
    value.Value.MVbin.lpbin = reinterpret_cast<SBinary*>(array.data());
    return *this;
}
Values& Values::Longs(ULONG tag, const std::vector<LONG>& numbers) {
    Bytes bytes(numbers.size() * sizeof(LONG));
    if (!bytes.empty()) std::memcpy(bytes.data(), numbers.data(), bytes.size());
    Bytes& kept = Keep(std::move(bytes));
    SPropValue& value = Add(tag);
    value.Value.MVl.cValues = static_cast<ULONG>(numbers.size());
    value.Value.MVl.lpl = reinterpret_cast<LONG*>(kept.data());
    return *this;
}

ProblemsOwner SetProps(IMAPIProp* object, Values& values) {
    SPropProblemArray* problems = nullptr;
    CheckResult(object->SetProps(values.Count(), values.Get(), &problems), S_OK, "SetProps");
    return ProblemsOwner(problems);
}

ProblemsOwner DeleteProps(IMAPIProp* object, std::initializer_list<ULONG> tags) {
    Tags array(tags);
    SPropProblemArray* problems = nullptr;
    CheckResult(object->DeleteProps(array.Get(), &problems), S_OK, "DeleteProps");
    return ProblemsOwner(problems);
}

SCODE ProblemOf(const ProblemsOwner& problems, ULONG index) {
    for (ULONG i = 0; problems && i < problems->cProblem; ++i) {
        if (problems->aProblem[i].ulIndex == index) return problems->aProblem[i].scode;
    }
    return S_OK;
}

std::wstring TextOf(IMAPIProp* object, ULONG tag) {
    Tags tags{CHANGE_PROP_TYPE(tag, PT_UNICODE)};
    const Props props = GetProps(object, tags.Get(), MAPI_UNICODE);
    return props.result == S_OK ? props[0].Value.lpszW : L"(none)";
}

LONG LongOf(IMAPIProp* object, ULONG tag) {
    Tags tags{tag};
    const Props props = GetProps(object, tags.Get());
    return props.result == S_OK ? props[0].Value.l : kNoNumber;
}

SCODE ErrorOf(IMAPIProp* object, ULONG tag) {
    Tags tags{tag};
    const Props props = GetProps(object, tags.Get());
    return props.result == MAPI_W_ERRORS_RETURNED ? props[0].Value.err : S_OK;
}

}  // namespace client
