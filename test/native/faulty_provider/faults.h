// Which calls go wrong, and how. The test says it in an environment variable and may change it at any time:
//   MAPI_MSG_FAULTS=IMAPIProp::GetProps=80040301;IStream::Read=short,00000001
// A result code with nothing given; a warning, with the work done; `given`: a failure that hands something
// out; `null`: success that hands nothing out; `wait`, `hang`; the others are explained where they are done.
#pragma once

#include <string>
#include <vector>

#include "abi/mapi.h"

namespace faulty {

class Fault {
  public:
    // `method` is what the binding calls the method in its errors.
    explicit Fault(const char* method);

    bool Is(const char* kind) const;
    // Whether the call ends before it has done anything.
    bool Fails() const { return FAILED(result_) && !Is("given"); }
    HRESULT Result() const { return result_; }

  private:
    HRESULT result_ = S_OK;
    std::vector<std::string> kinds_;
};

// Adds the path of this DLL to the environment variable MAPI_MSG_FAULTY_LOADED: a test may have put it
// anywhere.
void TellLoaded(HMODULE module);

// Tells the test, in the environment variable MAPI_MSG_FAULTY_LIVE, how many objects, blocks of memory and
// initializations there are: "3 5 1".
void TellCounts();
void CountInitialization(int change);

// A member or base of what counts as an object.
class Counted {
  public:
    Counted();
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    ~Counted();
};

// Null when there is no memory.
void* AllocateBlock(std::size_t size);
void* AllocateMoreOf(std::size_t size, void* root);
ULONG FreeBlock(void* root);

// Runs `work` on a thread of its own, when nothing has to be `late` any more.
void RunLate(void (*work)(void*), void* argument);

}  // namespace faulty
