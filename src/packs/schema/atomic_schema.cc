// The shape of test files in the YAML of Atomic Red Team, as its own models check them: unknown members are errors.
// The single entry is AtomicShape.
#include "packs/schema/file_schemas.h"

namespace quarry {
namespace {

using Kind = Shape::Kind;

constexpr Shape kText{.kind = Kind::kText};
constexpr Shape kMaybeText{.kind = Kind::kText, .may_be_empty = true};
constexpr Shape kGuid{.kind = Kind::kGuid};
constexpr Shape kTechnique{.kind = Kind::kTechnique};
constexpr Shape kBoolean{.kind = Kind::kBoolean};

constexpr std::string_view kPlatformWords[] = {"windows",          "macos",    "linux", "office-365", "azure-ad",
                                               "google-workspace", "saas",     "iaas",  "containers", "iaas:aws",
                                               "iaas:azure",       "iaas:gcp", "esxi"};
constexpr Shape kPlatform{.kind = Kind::kWord, .words = kPlatformWords};
constexpr Shape kPlatforms{.kind = Kind::kList, .item = &kPlatform};
constexpr std::string_view kTypeWords[] = {"string", "path", "url", "integer", "float"};
constexpr Shape kType{.kind = Kind::kWord, .words = kTypeWords};
constexpr std::string_view kDependencyExecutorWords[] = {"powershell", "command_prompt", "sh", "bash"};
constexpr Shape kDependencyExecutor{.kind = Kind::kWord, .words = kDependencyExecutorWords};
constexpr std::string_view kExecutorWords[] = {"powershell", "command_prompt", "sh", "bash", "manual"};
constexpr Shape kExecutorName{.kind = Kind::kWord, .words = kExecutorWords};

constexpr Member kArgumentMembers[] = {
    {"description", &kText, true, "what it is"},
    {"type", &kType, true, "its type"},
    {"default", &kMaybeText, true, "its value unless the user gives one"},
};
constexpr Shape kArgument{.kind = Kind::kMapping, .members = kArgumentMembers};
constexpr Shape kArguments{.kind = Kind::kMap, .item = &kArgument};

constexpr Member kDependencyMembers[] = {
    {"description", &kText, true, "what must be there"},
    {"prereq_command", &kText, true, "succeeds when it is"},
    {"get_prereq_command", &kMaybeText, false, "brings it"},
};
constexpr Shape kDependency{.kind = Kind::kMapping, .members = kDependencyMembers};
constexpr Shape kDependencies{.kind = Kind::kList, .item = &kDependency};

constexpr Member kExecutorMembers[] = {
    {"name", &kExecutorName, true, "what runs the command"},
    {"command", &kText, false, "the test; not with `manual`"},
    {"steps", &kText, false, "what a person does; with `manual` only"},
    {"cleanup_command", &kText, false, "brings the machine back"},
    {"elevation_required", &kBoolean, false, "whether it needs an administrator"},
};
constexpr Shape kExecutor{.kind = Kind::kMapping, .members = kExecutorMembers};

constexpr Member kTestMembers[] = {
    {"name", &kText, true, "the test's name"},
    {"auto_generated_guid", &kGuid, true, "its identity"},
    {"description", &kText, true, "what it does and leaves"},
    {"supported_platforms", &kPlatforms, true, "where it runs"},
    {"input_arguments", &kArguments, false, "values that commands take as #{name}"},
    {"dependency_executor_name", &kDependencyExecutor, false, "what runs the dependencies' commands"},
    {"dependencies", &kDependencies, false, "what must be there before"},
    {"executor", &kExecutor, true, "how it runs"},
};
constexpr Shape kTest{.kind = Kind::kMapping, .members = kTestMembers};
constexpr Shape kTests{.kind = Kind::kList, .item = &kTest};

constexpr Member kAtomicMembers[] = {
    {"attack_technique", &kTechnique, true, "the technique that the tests exercise"},
    {"display_name", &kText, true, "its name in ATT&CK"},
    {"atomic_tests", &kTests, true, "the tests"},
};
constexpr Shape kAtomic{.kind = Kind::kMapping, .members = kAtomicMembers};

}  // namespace

const Shape& AtomicShape() {
  return kAtomic;
}

}  // namespace quarry
