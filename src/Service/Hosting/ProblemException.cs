namespace RealtimeEmotion.Service.Hosting;

/// <summary>Ends a request with a problem.</summary>
internal sealed class ProblemException(Problem problem, Exception? inner = null) : Exception(problem.Detail ?? problem.Title, inner)
{
    internal Problem Problem { get; } = problem;
}
