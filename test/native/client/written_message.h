// What the checks of writing share: storages of both implementations, and values for SetProps.
#pragma once

#include <deque>
#include <initializer_list>
#include <string>
#include <vector>

#include "client/owners.h"
#include "client/storage_builder.h"

namespace client {

// OLE's compound files, or those of this package.
enum class Engine { kOle, kOwn };

// A compound file in memory, which can be opened again and again. Storages on it are transacted.
class MemoryFile {
  public:
    explicit MemoryFile(Engine engine);

    ComPtr<IStorage> Create();
    ComPtr<IStorage> Open(DWORD access = STGM_READWRITE);

  private:
    Engine engine_;
    ComPtr<ILockBytes> bytes_;
};

// A message on a storage. Null, with a failed check, if that fails.
ComPtr<IMessage> OpenMessage(IStorage* storage, ULONG flags);

// Values for SetProps and ModifyRecipients, with the memory that they point to.
class Values {
  public:
    Values& Long(ULONG tag, LONG number);
    Values& Boolean(ULONG tag, bool value);
    Values& Int64(ULONG tag, LONGLONG number);
    Values& Double(ULONG tag, double number);
    Values& Time(ULONG tag, LONGLONG ticks);
    Values& Text(ULONG tag, const std::wstring& text);
    Values& Text8(ULONG tag, const std::string& text);
    Values& Binary(ULONG tag, const Bytes& bytes);
    Values& Guid(ULONG tag, const GUID& guid);
    Values& Texts(ULONG tag, const std::vector<std::wstring>& texts);
    Values& Binaries(ULONG tag, const std::vector<Bytes>& binaries);
    Values& Longs(ULONG tag, const std::vector<LONG>& numbers);
    // Any value of which only the tag counts.
    Values& Tag(ULONG tag);

    ULONG Count() const { return static_cast<ULONG>(values_.size()); }
    SPropValue* Get() { return values_.data(); }

  private:
    SPropValue& Add(ULONG tag);
    Bytes& Keep(Bytes bytes);

    std::vector<SPropValue> values_;
    std::deque<Bytes> memory_;
};

using ProblemsOwner = MapiOwner<SPropProblemArray>;

// SetProps and DeleteProps that must succeed, with the problems that there were.
ProblemsOwner SetProps(IMAPIProp* object, Values& values);
ProblemsOwner DeleteProps(IMAPIProp* object, std::initializer_list<ULONG> tags);
// The code of the problem at the index in the call, S_OK if there is none.
SCODE ProblemOf(const ProblemsOwner& problems, ULONG index);

// The text of a property, or "(none)".
std::wstring TextOf(IMAPIProp* object, ULONG tag);
// A number of a property, or a number that none of the checks uses.
LONG LongOf(IMAPIProp* object, ULONG tag);
// The code in place of a property's value, S_OK if there is a value.
SCODE ErrorOf(IMAPIProp* object, ULONG tag);

}  // namespace client
