using Mono.Cecil;
using Mono.Cecil.Cil;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Tests.RealTime;

/// <summary>
/// Reads the compiled code of everything marked <see cref="RealTimeSafeAttribute"/> and names each instruction that
/// the audio thread must not run, and each call to code that carries no mark.
/// </summary>
internal static class RealTimeContract
{
    // Framework types whose members neither allocate nor wait on any path that valid arguments take.
    private static readonly HashSet<string> TrustedTypes =
    [
        "System.Span`1", "System.ReadOnlySpan`1", "System.MemoryExtensions", "System.Math", "System.MathF",
        "System.Numerics.BitOperations", "System.BitConverter", "System.Double", "System.Single", "System.Int32", "System.Int64",
        "System.UInt32", "System.UInt64", "System.Int128", "System.UInt128", "System.Index", "System.Range", "System.Threading.Volatile",
        "System.Threading.Interlocked", "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.MemoryMarshal", "System.Numerics.Vector", "System.Numerics.Vector`1", "System.HashCode",
        "System.Nullable`1", "System.Runtime.CompilerServices.RuntimeHelpers",
    ];

    // Reading the clock asks no kernel on the systems that hosts run on.
    private static readonly HashSet<string> TrustedMembers = ["System.TimeProvider::GetTimestamp", "System.TimeProvider::get_TimestampFrequency"];

    private static readonly string[] TrustedPrefixes = ["System.Runtime.Intrinsics."];

    // Assemblies whose code keeps the contract too: a call from one into another is looked up there.
    private static readonly string[] OwnAssemblies = ["RealtimeEmotion.Engine", "RealtimeEmotion.Effect"];

    /// <summary>Every breach in an assembly, one line each; empty where the contract holds.</summary>
    public static List<string> Breaches(string assemblyPath, Func<TypeDefinition, bool> inScope)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assemblyPath));
        using ModuleDefinition module = ModuleDefinition.ReadModule(assemblyPath, new ReaderParameters { AssemblyResolver = resolver });
        var breaches = new List<string>();
        foreach (MethodDefinition method in module.GetTypes().Where(inScope).SelectMany(t => t.Methods).Where(IsMarked))
        {
            Check(method, breaches);
        }

        return breaches;
    }

    /// <summary>The names of all marked methods.</summary>
    public static List<string> Marked(string assemblyPath)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assemblyPath);
        return [.. module.GetTypes().SelectMany(t => t.Methods).Where(IsMarked).Select(m => m.FullName)];
    }

    private static void Check(MethodDefinition method, List<string> breaches)
    {
        if (!method.HasBody)
        {
            return;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            string? breach = instruction.OpCode.Code switch
            {
                Code.Newarr => "allocates an array",
                Code.Box => "boxes",
                Code.Throw or Code.Rethrow => "throws",
                Code.Newobj when !IsValueType(((MethodReference)instruction.Operand).DeclaringType) => $"allocates {((MethodReference)instruction.Operand).DeclaringType}",
                Code.Call or Code.Callvirt => CallBreach(method.Module, (MethodReference)instruction.Operand),
                Code.Calli => "calls through a function pointer",
                _ => null,
            };
            if (breach is not null)
            {
                breaches.Add($"{method.FullName} at IL_{instruction.Offset:X4}: {breach}");
            }
        }
    }

    private static bool IsValueType(TypeReference type) => type.IsValueType || (type.Resolve()?.IsValueType ?? false);

    private static string? CallBreach(ModuleDefinition module, MethodReference callee)
    {
        TypeReference type = callee.DeclaringType.GetElementType();
        if (TrustedTypes.Contains(type.FullName) || TrustedMembers.Contains($"{type.FullName}::{callee.Name}") || TrustedPrefixes.Any(p => type.FullName.StartsWith(p, StringComparison.Ordinal)))
        {
            return null;
        }

        // Resolved by name inside this module and our other ones, so that a missing framework reference assembly does no harm.
        bool isOurs = type.Scope == module || (type.Module == module && type.Scope is ModuleDefinition)
            || (type.Scope is AssemblyNameReference assembly && OwnAssemblies.Contains(assembly.Name));
        MethodDefinition? definition = isOurs ? callee.Resolve() : null;
        if (definition is null)
        {
            return $"calls {callee.FullName}, which is not on the list of trusted framework members";
        }

        return IsMarked(definition) ? null : $"calls {callee.FullName}, which is not marked [RealTimeSafe]";
    }

    private static bool IsMarked(MethodDefinition method)
    {
        if (method.IsConstructor)
        {
            // A value's constructor runs wherever the value is made; a class's at set-up.
            return method.DeclaringType.IsValueType && Has<RealTimeSafeAttribute>(method.DeclaringType) && !method.IsStatic;
        }

        PropertyDefinition? property = method.DeclaringType.Properties.FirstOrDefault(p => p.GetMethod == method || p.SetMethod == method);
        if (Has<SetUpAttribute>(method) || (property is not null && Has<SetUpAttribute>(property)))
        {
            return false;
        }

        if (Has<RealTimeSafeAttribute>(method) || (property is not null && Has<RealTimeSafeAttribute>(property)))
        {
            return true;
        }

        return Has<RealTimeSafeAttribute>(method.DeclaringType) && !IsRecordBoilerplate(method);
    }

    // What the compiler writes for printing and hashing a record is no part of its use on the audio thread.
    private static bool IsRecordBoilerplate(MethodDefinition method) =>
        method.Name is "ToString" or "PrintMembers" or "GetHashCode" or "Equals" or "<Clone>$" || (method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool Has<T>(ICustomAttributeProvider provider) => provider.CustomAttributes.Any(a => a.AttributeType.FullName == typeof(T).FullName);
}
